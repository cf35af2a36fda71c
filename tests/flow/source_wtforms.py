"""What a request brings, name by name; the method is one of a few words."""
import flask
import os
import wtforms


class Form(wtforms.Form):
    string = wtforms.StringField()
    textarea = wtforms.TextAreaField()
    password = wtforms.PasswordField()
    hidden = wtforms.HiddenField()
    search = wtforms.SearchField()
    tel = wtforms.TelField()
    url = wtforms.URLField()
    file = wtforms.FileField()
    multiplefile = wtforms.MultipleFileField()
    count = wtforms.IntegerField()


def of_wtforms():
    form = Form(flask.request.form)
    # hit
    os.system(form.string.data)
    # hit
    os.system(form.textarea.data)
    # hit
    os.system(form.password.data)
    # hit
    os.system(form.hidden.data)
    # hit
    os.system(form.search.data)
    # hit
    os.system(form.tel.data)
    # hit
    os.system(form.url.data)
    # hit
    os.system(form.file.data)
    # hit
    os.system(form.multiplefile.data)
    # clean
    os.system(form.count.data)
