from django import forms
from rest_framework import serializers

NAMES = {"one", "two"}


class Search(forms.Form):
    q = forms.CharField()
    n = forms.IntegerField()
    name = forms.CharField()
    word = forms.RegexField(r"^[a-z]+$")

    def clean_name(self):
        name = self.cleaned_data["name"]
        if name not in NAMES:
            raise forms.ValidationError("unknown")
        return name


class Wider(Search):
    more = forms.CharField()


class Column(serializers.Serializer):
    col = serializers.CharField()
    free = serializers.CharField()

    def validate_col(self, value):
        if value not in NAMES:
            raise serializers.ValidationError("col")
        return value
