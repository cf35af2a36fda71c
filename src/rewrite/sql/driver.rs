//! How each library writes placeholders and takes parameters.
//!
//! Goes by the resolved name of the call alone. A library that is not listed has no placeholder here: a guess breaks
//! programs.

/// How a placeholder is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// `?`
    Question,
    /// `%s`
    Percent,
    /// `$1`
    Dollar,
    /// `:1`
    Number,
    /// `:name`
    Colon,
    /// `%(name)s`
    PercentName,
}

/// Where parameters go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A tuple as the argument after the query.
    Tuple,
    /// A list as the argument after the query.
    List,
    /// Arguments of their own after the query.
    Spread,
    /// A dict as the argument after the query.
    Dict,
    /// `name={...}`
    KeywordDict(&'static str),
    /// `name=(...)`
    KeywordTuple(&'static str),
    /// `name=[...]`, the query being the only element of a list.
    KeywordList(&'static str),
    /// With SQLAlchemy's `text()`: a dict beside it, or `.bindparams()`.
    Text,
}

/// What is known of the call that takes the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Driver {
    /// As people call it: "sqlite3".
    pub name: &'static str,
    pub(super) mark: Mark,
    pub(super) place: Place,
    /// True when a value of another type than the column's is refused.
    pub(super) strict: bool,
    /// True when a backslash escapes inside a quoted text.
    pub(super) backslash: bool,
}

const fn driver(name: &'static str, mark: Mark, place: Place) -> Driver {
    Driver { name, mark, place, strict: false, backslash: false }
}

/// Names below these, called with `execute`.
const EXECUTE: &[(&str, Driver)] = &[
    ("sqlite3.", driver("sqlite3", Mark::Question, Place::Tuple)),
    ("aiosqlite.", driver("aiosqlite", Mark::Question, Place::Tuple)),
    ("pyodbc.", driver("pyodbc", Mark::Question, Place::Tuple)),
    ("duckdb.", driver("duckdb", Mark::Question, Place::Tuple)),
    ("psycopg2.", driver("psycopg2", Mark::Percent, Place::Tuple)),
    ("psycopg.", driver("psycopg", Mark::Percent, Place::Tuple)),
    ("aiopg.", driver("aiopg", Mark::Percent, Place::Tuple)),
    ("pymysql.", Driver { backslash: true, ..driver("PyMySQL", Mark::Percent, Place::Tuple) }),
    ("MySQLdb.", Driver { backslash: true, ..driver("MySQLdb", Mark::Percent, Place::Tuple) }),
    ("aiomysql.", Driver { backslash: true, ..driver("aiomysql", Mark::Percent, Place::Tuple) }),
    ("asyncmy.", Driver { backslash: true, ..driver("asyncmy", Mark::Percent, Place::Tuple) }),
    (
        "mysql.connector.",
        Driver { backslash: true, ..driver("mysql.connector", Mark::Percent, Place::Tuple) },
    ),
    ("pymssql.", driver("pymssql", Mark::Percent, Place::Tuple)),
    (
        "snowflake.connector.",
        Driver { backslash: true, ..driver("the Snowflake connector", Mark::Percent, Place::Tuple) },
    ),
    ("django.db.", driver("Django", Mark::Percent, Place::List)),
    ("oracledb.", driver("oracledb", Mark::Number, Place::List)),
    ("clickhouse_driver.", driver("clickhouse-driver", Mark::PercentName, Place::Dict)),
];

const RAW: Driver = driver("Django", Mark::Percent, Place::List);
const EXTRA: Driver = driver("Django", Mark::Percent, Place::KeywordList("params"));
const TEXT: Driver = driver("SQLAlchemy", Mark::Colon, Place::Text);
const DATABASES: Driver = driver("databases", Mark::Colon, Place::KeywordDict("values"));
const ASYNCPG: Driver = Driver { strict: true, ..driver("asyncpg", Mark::Dollar, Place::Spread) };

/// The driver behind a call, by its resolved name. `django` says that the file works with Django's models, which
/// methods such as `.raw` need as evidence.
pub(super) fn of_call(name: &str, django: bool) -> Option<Driver> {
    let method = name.rsplit('.').next().unwrap_or(name);
    match (name, method) {
        ("sqlalchemy.text" | "flask_sqlalchemy.SQLAlchemy.text", _) => return Some(TEXT),
        ("django.db.models.RawSQL", _) => return Some(RAW),
        // A manager of the project's own models has the class's name in front, or none.
        (_, "raw") if name == ".raw" || name.contains(".objects.") => return django.then_some(RAW),
        (_, "extra") if name == ".extra" || name.contains(".objects.") => return django.then_some(EXTRA),
        (_, "execute" | "fetch" | "fetchrow" | "fetchval") if name.starts_with("asyncpg.") => {
            return Some(ASYNCPG);
        }
        (_, "execute" | "fetch_all" | "fetch_one" | "fetch_val") if name.starts_with("databases.") => {
            return Some(DATABASES);
        }
        (_, "execute" | "execute_fetchall") => {}
        _ => return None,
    }
    EXECUTE.iter().find(|(prefix, _)| name.starts_with(prefix)).map(|(_, driver)| *driver)
}

/// The driver behind `pandas.read_sql(query, connection)`, by the connection's class.
pub(super) fn of_connection(class: &str) -> Option<Driver> {
    let (_, known) = EXECUTE.iter().find(|(prefix, _)| class.starts_with(prefix))?;
    matches!(known.place, Place::Tuple).then_some(Driver { place: Place::KeywordTuple("params"), ..*known })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_libraries_have_placeholders() {
        assert_eq!(of_call("sqlite3.Cursor.execute", false).map(|d| d.mark), Some(Mark::Question));
        assert_eq!(of_call("psycopg2.cursor.execute", false).map(|d| d.mark), Some(Mark::Percent));
        assert_eq!(of_call("asyncpg.Pool.fetch", false).map(|d| d.place), Some(Place::Spread));
        assert_eq!(of_call("oracledb.Cursor.execute", false).map(|d| d.mark), Some(Mark::Number));
        assert_eq!(of_call("sqlite3.Cursor.executescript", false), None);
        assert_eq!(of_call("sqlite3.Cursor.executemany", false), None);
        assert_eq!(of_call(".execute", true), None);
        assert_eq!(of_call("sqlalchemy.Connection.execute", false), None);
        assert_eq!(of_call(".raw", false), None);
        assert_eq!(of_call("django.db.models.Model.objects.raw", true), Some(RAW));
    }
}
