"""What our mixins for the admin stand beside, so that a checker of types knows what they may ask of it.

When Keruen runs they stand on nothing: Django's own class comes after them in the row of bases. Django's
classes are generic for a checker alone; without a parameter they are so here, under their own names.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin

if TYPE_CHECKING:
    from django.contrib.admin.options import BaseModelAdmin, InlineModelAdmin
    from django.forms.models import BaseInlineFormSet

    Page = admin.ModelAdmin[Any]
    ModelAdmin = admin.ModelAdmin[Any]
    Inline = InlineModelAdmin[Any, Any]
    PageOrInline = BaseModelAdmin[Any]
    RowsBeside = BaseInlineFormSet[Any, Any, Any]
    ModelForm = forms.ModelForm[Any]
    StackedInline = admin.StackedInline[Any, Any]
else:
    Page = Inline = PageOrInline = RowsBeside = object
    ModelAdmin, StackedInline, ModelForm = admin.ModelAdmin, admin.StackedInline, forms.ModelForm
