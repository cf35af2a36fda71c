"""Django: tags and filters are given what people wrote."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

register = template.Library()


@register.filter
def bold(value):
    # ruleid: xss
    return mark_safe("<b>%s</b>" % value)


@register.filter(is_safe=True)
def strong(value):
    # ok: xss
    return mark_safe("<b>%s</b>" % conditional_escape(value))


@register.filter("lines")
def lines(value):
    # ruleid: xss
    return mark_safe(value.replace("\n", "<br>"))


@register.simple_tag
def badge(text):
    # ok: xss
    return format_html("<i>{}</i>", text)


@register.simple_tag
def label(text, kind="info"):
    # ruleid: xss
    return format_html(f"<i class='{kind}'>{text}</i>")


@register.simple_tag(takes_context=True)
def icon(context, size: int):
    # ok: xss
    return mark_safe(f"<img width='{size}'>")


@register.simple_tag(takes_context=True)
def crumb(context, size=3):
    query = context["request"].GET.get("q", "")
    # ok: xss
    format_html("<b>{}</b>", query)
    # ok: xss
    mark_safe(f"<b>{len(query)}</b>")
    # ok: xss
    mark_safe(f"<b>{context['title']}</b>")
    # ruleid: xss
    return mark_safe(f"<b>{query}</b>")
