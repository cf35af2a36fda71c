//! Which packages Python code imports: by line, without parsing.

/// The names that a Python text imports at the left of their dots.
pub(in crate::scan) fn imports(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let line = line.trim_start();
        let from = line.strip_prefix("from ").map(|rest| rest.split_whitespace().next().unwrap_or(""));
        let plain = line
            .strip_prefix("import ")
            .map(|rest| rest.split(',').map(|part| part.split_whitespace().next().unwrap_or("")));
        let first = |name: &'_ str| -> usize { name.find('.').unwrap_or(name.len()) };
        from.into_iter().chain(plain.into_iter().flatten()).map(move |name| &name[..first(name)])
    })
}

/// The module that a package is imported by: its name with underscores, or another where that is well known.
pub(in crate::scan) fn module_of(package: &str) -> String {
    let known = match package {
        "pyyaml" => "yaml",
        "pillow" => "PIL",
        "beautifulsoup4" => "bs4",
        "scikit-learn" => "sklearn",
        "scikit-image" => "skimage",
        "opencv-python" | "opencv-python-headless" => "cv2",
        "python-dateutil" => "dateutil",
        "pyjwt" => "jwt",
        "python-jose" => "jose",
        "pycryptodome" => "Crypto",
        "mysqlclient" => "MySQLdb",
        "psycopg2-binary" => "psycopg2",
        "protobuf" | "google-cloud-storage" => "google",
        "gitpython" => "git",
        "attrs" => "attr",
        "python-multipart" => "multipart",
        "setuptools" => "setuptools",
        "djangorestframework" => "rest_framework",
        "pyopenssl" => "OpenSSL",
        "python-dotenv" => "dotenv",
        "grpcio" => "grpc",
        "pymysql" => "pymysql",
        "msgpack-python" => "msgpack",
        "jinja2" => "jinja2",
        other => return other.replace('-', "_"),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_read_by_line() {
        let text = "import os, yaml as y\nfrom a.b import c\n  from . import d\nx = 'import z'\n";
        assert_eq!(imports(text).collect::<Vec<_>>(), ["os", "yaml", "a", ""]);
    }
}
