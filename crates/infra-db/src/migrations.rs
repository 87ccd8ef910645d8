//! The schema's history: numbered steps, forward only.

use domain::access::{Access, Rights, Role};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager};

use crate::rows::{Written, json};
use crate::sql::{self, Sql};

/// Any number will do, as long as every server of an installation takes the same.
const ADVISORY_LOCK: i64 = 0x6c61_7572_656c;

/// Applies every step that is missing, in one transaction; of two servers that start at once,
/// one waits for the other.
pub async fn run(db: &DatabaseConnection) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let is_sqlite = backend == DbBackend::Sqlite;
    let tx = db
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode: is_sqlite.then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        })
        .await?;
    if !is_sqlite {
        // A step may take its time, and so may the server that came first.
        tx.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
        let lock = "SELECT pg_advisory_xact_lock($1)";
        let values = [ADVISORY_LOCK.into()];
        tx.query_one_raw(Statement::from_sql_and_values(backend, lock, values)).await?;
    }
    Migrator::up(&tx, None).await?;
    tx.commit().await
}

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(Foundation),
            Box::new(Life),
            Box::new(Imports),
            Box::new(Points),
            Box::new(Purchases),
            Box::new(Newsletter),
            Box::new(Segments),
            Box::new(Campaigns),
            Box::new(Indexes),
            Box::new(Time),
        ]
    }
}

struct Foundation;

impl MigrationName for Foundation {
    fn name(&self) -> &'static str {
        "m0001_foundation"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Foundation {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        // SQLite's search index refers to customers by number, which must therefore be a column.
        // PostgreSQL has no tables that are their own index.
        let (row_number, customer_key, clustered, search) = match db.get_database_backend() {
            DbBackend::Sqlite => (
                "row_number INTEGER PRIMARY KEY AUTOINCREMENT,",
                "UNIQUE",
                " WITHOUT ROWID",
                include_str!("migrations/search_sqlite.sql"),
            ),
            _ => ("", "PRIMARY KEY", "", include_str!("migrations/search_postgres.sql")),
        };
        let tables = include_str!("migrations/foundation.sql")
            .replace("{row_number}", row_number)
            .replace("{customer_key}", customer_key)
            .replace("{clustered}", clustered);
        db.execute_unprepared(&tables).await?;
        db.execute_unprepared(search).await?;
        for Sql { text, values } in [sql::insert("store", [first_store()]), first_roles()] {
            let statement = Statement::from_sql_and_values(db.get_database_backend(), text, values);
            db.execute_raw(statement).await?;
        }
        Ok(())
    }
}

/// Names a step after its file.
macro_rules! step {
    ($step:ident, $name:literal, $file:literal) => {
        struct $step;

        impl MigrationName for $step {
            fn name(&self) -> &'static str {
                $name
            }
        }

        #[async_trait::async_trait]
        impl MigrationTrait for $step {
            async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                let db = manager.get_connection();
                let clustered = match db.get_database_backend() {
                    DbBackend::Sqlite => " WITHOUT ROWID",
                    _ => "",
                };
                let tables = include_str!($file).replace("{clustered}", clustered);
                db.execute_unprepared(&tables).await.map(drop)
            }
        }
    };
}

step!(Life, "m0002_life", "migrations/life.sql");
step!(Imports, "m0003_imports", "migrations/imports.sql");
step!(Points, "m0004_points", "migrations/points.sql");
step!(Purchases, "m0005_purchases", "migrations/purchases.sql");
step!(Segments, "m0007_segments", "migrations/segments.sql");
step!(Campaigns, "m0008_campaigns", "migrations/campaigns.sql");
step!(Newsletter, "m0006_newsletter", "migrations/newsletter.sql");
step!(Time, "m0010_time", "migrations/time.sql");

struct Indexes;

impl MigrationName for Indexes {
    fn name(&self) -> &'static str {
        "m0009_indexes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Indexes {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared(include_str!("migrations/indexes.sql")).await?;
        if db.get_database_backend() == DbBackend::Postgres {
            db.execute_unprepared(include_str!("migrations/indexes_postgres.sql")).await?;
        }
        Ok(())
    }
}

fn first_store() -> Written {
    vec![
        ("code", "DEFAULT".into()),
        ("name", "Default".into()),
        ("active", true.into()),
        ("currency", "eur".into()),
        ("time_zone", "UTC".into()),
        ("default_locale", "en".into()),
        ("settings", "{}".into()),
        ("version", 1_i64.into()),
    ]
}

/// Behaviour 1.4.4.
fn first_roles() -> Sql {
    let roles = [
        (Role::SUPER_ADMIN, "Super admin", Rights::Master),
        (Role::REPORTER, "Reporter admin", Rights::everywhere(Access::View)),
        (Role::FULL_ADMIN, "Full admin", Rights::everywhere(Access::Modify)),
    ];
    let rows = roles.map(|(id, name, rights)| {
        let (master, permissions) = json::rights_text(&rights);
        vec![
            ("id", id.0.into()),
            ("name", name.into()),
            ("master", master.into()),
            ("permissions", permissions.into()),
            ("version", 1_i64.into()),
        ]
    });
    sql::insert("role", rows)
}
