//! Replaces every setting, and keeps the webhook that some of them describe.

use domain::ids::EndpointId;
use domain::policy::Action;
use domain::settings::{Outside, SettingValue, Settings, SettingsDraft};
use domain::webhook::Endpoint;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, SendError, UnitOfWork};

pub async fn update(
    cx: &Cx,
    draft: &SettingsDraft,
) -> Result<Vec<(&'static str, SettingValue)>, Error> {
    let permit = cx.authorize(Action::SettingsManage)?;
    let outside = ask_outside(cx, draft).await?;
    let uow = cx.begin(permit).await?;
    let before = uow.stores().find(&cx.store.code).await?.ok_or(Error::NotFound)?;
    let after = draft.apply(&before, outside)?;
    keep_webhook(cx, &*uow, &after.settings).await?;
    let changed = after.changed_settings(&before);
    let names = AuditData::List(changed.into_iter().map(str::to_owned).collect());
    uow.stores().save(&after).await?;
    let audit = cx.audit("UpdateSettings", "store", after.code.to_string(), names);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(after.shown_settings(true))
}

/// Before the transaction: nobody waits for a gateway while rows are locked.
async fn ask_outside(cx: &Cx, draft: &SettingsDraft) -> Result<Outside, Error> {
    let can_send_sms = match draft.submitted("accountActivationMethod") {
        Some("sms") => match cx.channels().sms.check().await {
            Ok(()) => true,
            Err(SendError::Never(_) | SendError::Gone(_)) => false,
            Err(later @ SendError::Later { .. }) => {
                return Err(Error::Unavailable(Box::new(later)));
            }
        },
        _ => true,
    };
    let url = draft.submitted("uriWebhooks");
    let accepts_url = url.is_none_or(|it| cx.channels().webhooks.accepts(it));
    Ok(Outside { can_send_sms, accepts_url })
}

/// One endpoint follows the settings; those with operations of their own are left alone.
async fn keep_webhook(cx: &Cx, uow: &dyn UnitOfWork, settings: &Settings) -> Result<(), Error> {
    let own = uow.endpoints().all().await?.into_iter().find(|it| it.from_settings);
    let Some(url) = settings.webhook_url() else {
        if let Some(own) = own {
            uow.endpoints().delete(own.id).await?;
        }
        return Ok(());
    };
    let before = own.clone();
    let own = own.unwrap_or_else(|| Endpoint {
        id: EndpointId(cx.next_id()),
        url: String::new(),
        topics: vec![],
        secret: cx.channels().webhooks.fresh_secret(),
        previous: None,
        header: None,
        active: true,
        disabled_reason: None,
        from_settings: true,
        created_at: cx.real_now(),
        version: 0,
    });
    let header = settings.webhook_header();
    let wanted = Endpoint {
        url: url.to_owned(),
        header: header.map(|(name, value)| (name.to_owned(), value.to_owned())),
        // Whoever saves the settings wants it to work again.
        active: true,
        disabled_reason: None,
        ..own
    };
    if before.as_ref() != Some(&wanted) {
        uow.endpoints().save(&wanted).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::form::{Given, GivenGroup};
    use domain::settings::GivenSetting;

    use super::*;
    use crate::fixtures::{Kept, Stage, admin, reporter, store};

    fn draft(changes: &[(&'static str, &str)]) -> SettingsDraft {
        let mut draft = SettingsDraft::default();
        let usual = [
            ("currency", "eur"),
            ("timezone", "Europe/Warsaw"),
            ("programName", "Loyalty Program"),
            ("programPointsSingular", "Point"),
            ("programPointsPlural", "Points"),
            ("accountActivationMethod", "email"),
            ("tierAssignType", "transactions"),
            ("levelDowngradeMode", "none"),
            ("allTimeNotLocked", "1"),
            ("marketingVendorsValue", "none"),
        ];
        for (key, value) in usual.iter().chain(changes) {
            draft.values.insert(key, GivenSetting::One(Given::text(value)));
        }
        for key in ["customerStatusesEarning", "customerStatusesSpending"] {
            let active = GivenGroup::Members(vec![Given::text("active")]);
            draft.values.insert(key, GivenSetting::Many(active));
        }
        draft
    }

    fn endpoint(from_settings: bool) -> Endpoint {
        Endpoint {
            id: EndpointId(uuid::Uuid::from_u128(if from_settings { 1 } else { 2 })),
            url: "https://example.com/old".to_owned(),
            topics: vec![],
            secret: "whsec_old".to_owned(),
            previous: None,
            header: None,
            active: false,
            disabled_reason: Some("410".to_owned()),
            from_settings,
            created_at: crate::fixtures::now(),
            version: 3,
        }
    }

    async fn after(
        mut stage: Stage,
        known: Vec<Endpoint>,
        draft: SettingsDraft,
    ) -> (Result<Vec<(&'static str, SettingValue)>, Error>, Kept) {
        let mut before = store();
        before.settings.put("accentColor", "#fff");
        stage.repos.stores.expect_find().return_once(|_| Ok(Some(before)));
        stage.repos.endpoints.expect_all().return_once(|| Ok(known));
        stage.webhooks.expect_accepts().returning(|it| it.starts_with("https://example.com"));
        stage.webhooks.expect_fresh_secret().returning(|| "whsec_fresh".to_owned());
        let (cx, record) = stage.call(admin());
        (update(&cx, &draft).await, record.take())
    }

    #[tokio::test]
    async fn settings_are_replaced_with_an_audit_line_that_names_the_changed_ones() {
        let (answer, kept) = after(Stage::new(), vec![], draft(&[("returns", "1")])).await;
        assert!(answer.unwrap().contains(&("returns", true.into())));
        assert!(kept.committed && kept.stores[0].settings.accepts_returns());
        assert_eq!(kept.audited(), ["UpdateSettings"]);
        let AuditData::List(names) = &kept.audit[0].data else { panic!("{:?}", kept.audit) };
        assert!(names.contains(&"returns".to_owned()) && names.contains(&"accentColor".to_owned()));
        assert!(!names.contains(&"timezone".to_owned()), "{names:?}");
        assert!(kept.endpoints.is_empty() && kept.deleted_endpoints.is_empty());
    }

    #[tokio::test]
    async fn activation_by_sms_needs_a_gateway() {
        let sms = || draft(&[("accountActivationMethod", "sms")]);
        let mut stage = Stage::new();
        stage.sms.expect_check().returning(|| Err(SendError::Never("no".to_owned())));
        let (answer, kept) = after(stage, vec![], sms()).await;
        let Err(Error::Form(errors)) = answer else { panic!("{answer:?}") };
        assert_eq!(errors.fields[0].message, "Bad credentials");
        assert!(!kept.committed);
        let mut stage = Stage::new();
        stage.sms.expect_check().returning(|| Err(SendError::later("down")));
        let (answer, _) = after(stage, vec![], sms()).await;
        assert!(matches!(answer, Err(Error::Unavailable(_))), "{answer:?}");
        let mut stage = Stage::new();
        stage.sms.expect_check().returning(|| Ok(()));
        assert!(after(stage, vec![], sms()).await.0.is_ok());
    }

    #[tokio::test]
    async fn one_webhook_follows_the_settings() {
        let header = [("webhookHeaderName", "X-Key"), ("webhookHeaderValue", "secret")];
        let url = ("uriWebhooks", "https://example.com/new");
        let (_, kept) = after(Stage::new(), vec![endpoint(false)], draft(&[url])).await;
        let made = &kept.endpoints[..];
        assert!(made.len() == 1 && made[0].from_settings && made[0].active);
        assert_eq!((&*made[0].url, &*made[0].secret), (url.1, "whsec_fresh"));

        let all = draft(&[url, header[0], header[1]]);
        let (_, kept) = after(Stage::new(), vec![endpoint(true)], all).await;
        let kept = &kept.endpoints[0];
        assert_eq!((&*kept.url, &*kept.secret, kept.version), (url.1, "whsec_old", 3));
        assert_eq!(kept.header, Some(("X-Key".to_owned(), "secret".to_owned())));
        assert!(kept.active && kept.disabled_reason.is_none());

        let both = vec![endpoint(false), endpoint(true)];
        let (_, kept) = after(Stage::new(), both, draft(&[])).await;
        assert_eq!(kept.deleted_endpoints, [endpoint(true).id]);
        let refused = draft(&[("uriWebhooks", "https://10.0.0.1")]);
        let (answer, kept) = after(Stage::new(), vec![], refused).await;
        assert!(matches!(answer, Err(Error::Form(_))) && !kept.committed);
    }

    #[tokio::test]
    async fn a_view_only_administrator_changes_nothing() {
        let (cx, _) = Stage::new().call(reporter());
        assert!(matches!(update(&cx, &draft(&[])).await, Err(Error::Forbidden)));
    }
}
