//! Conda's `environment.yml`, with pip's part of it.

use super::requirement::{requirement, shorten};
use super::tree::Node;
use super::{Dependency, Dialect, Manifest, Parts, Source, exact, is_valid, normalise, yaml};
use crate::source::{SourceFile, Span};

pub(super) fn read(file: &SourceFile, out: &mut Manifest) {
    let text = file.text();
    let root = yaml::parse(text, out);
    for item in root.get("dependencies").map_or(&[][..], Node::list) {
        if let Some(row) = item.str() {
            match conda_row(text, item, row) {
                Some(row) => out.rows.push(row),
                None => out.problem(item.span, format!("`{}` is no package of conda", shorten(row))),
            }
            continue;
        }
        for item in item.get("pip").map_or(&[][..], Node::list) {
            pip_row(text, item, out);
        }
    }
}

/// `channel::name=1.2=build`, `name>=1.2`, `name 1.2.*`.
fn conda_row(text: &str, item: &Node<'_>, row: &str) -> Option<Dependency> {
    let (channel, rest) = match row.rsplit_once("::") {
        Some((channel, rest)) => (Some(channel.trim()), rest),
        None => (None, row),
    };
    let rest = rest.split('[').next()?.trim();
    let end = rest.find(['=', '<', '>', '!', '~', ' ']).unwrap_or(rest.len());
    let name = rest[..end].trim();
    if !is_valid(name.trim_start_matches('_')) {
        return None;
    }
    let versions = rest[end..].trim();
    // A build string follows the version: `numpy=1.21.0=py39h0`, which is exact.
    let single = versions.strip_prefix('=').filter(|rest| !rest.starts_with('='));
    let built = single.and_then(|rest| rest.split_once('=').map(|(version, _)| version));
    let specifier = built.map_or(versions, |version| &versions[..version.len() + 1]);
    let version = match built {
        Some(version) => Some(version),
        None => exact(specifier, Dialect::Conda),
    };
    let inner = item.inner(text);
    let place = row.rfind(rest).unwrap_or(0) + end + (rest[end..].len() - rest[end..].trim_start().len());
    let start = inner.start as usize + place;
    Some(Dependency {
        raw_name: name.to_owned(),
        name: normalise(name),
        specifier: specifier.to_owned(),
        dialect: Dialect::Conda,
        version: version.map(str::to_owned),
        // Packages of conda are others than those of PyPI, whatever they are called.
        source: Source::Index(channel.map_or("conda".to_owned(), |channel| format!("conda:{channel}"))),
        direct: true,
        span: item.span,
        parts: Parts {
            specifier: item.is_plain(text).then(|| Span::new(start, start + specifier.len())),
            ..Parts::default()
        },
        ..Dependency::default()
    })
}

/// A line as pip reads it.
fn pip_row(text: &str, item: &Node<'_>, out: &mut Manifest) {
    let Some(value) = item.str() else { return };
    let inner = item.inner(text);
    let base = inner.start as usize;
    let row = if value.starts_with('-') {
        let mut line = Manifest::new(out.path.clone(), super::Format::Requirements);
        let source = SourceFile::from_text(out.path.clone(), value);
        super::requirements::read(&source, &mut line);
        out.includes.extend(line.includes.into_iter().map(|mut one| {
            one.span = item.span;
            one
        }));
        out.options.extend(line.options.into_iter().map(|mut one| {
            let plain = item.is_plain(text);
            one.value_span = if plain { shifted(one.value_span, base) } else { item.span };
            one.span = item.span;
            one
        }));
        line.rows.pop().map(|mut row| {
            row.parts = Parts::default();
            row
        })
    } else if let Some(row) = super::requirements::address_row(value, inner, item.span) {
        Some(row)
    } else {
        match requirement(value) {
            Ok(one) => {
                let mut row = one.row(base, item.span);
                if !item.is_plain(text) {
                    row.parts = Parts::default();
                }
                Some(row)
            }
            Err(why) => {
                out.problem(item.span, format!("not a requirement: {why}"));
                None
            }
        }
    };
    if let Some(mut row) = row {
        row.span = item.span;
        row.groups = vec!["pip".to_owned()];
        out.rows.push(row);
    }
}

fn shifted(span: Span, by: usize) -> Span {
    Span::new(span.start as usize + by, span.end as usize + by)
}
