//! The names of the texts that messages are made of.

macro_rules! templates {
    ($($name:ident = $text:literal),+ $(,)?) => {
        /// The text of one kind of message by one channel.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Template {
            $($name),+
        }

        impl Template {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What its file is called, without locale and ending.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text),+
                }
            }
        }
    };
}

templates! {
    ActivationEmail = "activation_email",
    ActivationSms = "activation_sms",
    TemporaryPasswordEmail = "temporary_password_email",
    TemporaryPasswordSms = "temporary_password_sms",
    PasswordResetEmail = "password_reset_email",
    PasswordResetSms = "password_reset_sms",
    PhoneChangeSms = "phone_change_sms",
    InvitationEmail = "invitation_email",
    InvitationSms = "invitation_sms",
    NewPointsEmail = "new_points_email",
    NewLevelEmail = "new_level_email",
    NewRewardEmail = "new_reward_email",
}
