"""What the hub says of its forecasts and orders, in the language of the screen."""

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.screens.i18n import translate

# Texts of `app/hub`; a field in braces stands for a name or a number, which stays as it came.
SAID: tuple[object, ...] = (
    QT_TRANSLATE_NOOP("HubSays", "the model is being loaded"),
    QT_TRANSLATE_NOOP("HubSays", "the computation takes longer"),
    QT_TRANSLATE_NOOP(
        "HubSays", "{fires} fires share {workers} workers, each about every {seconds} s"
    ),
    QT_TRANSLATE_NOOP("HubSays", "there is no fire model of such a site"),
    QT_TRANSLATE_NOOP("HubSays", "forecasts are switched off"),
    QT_TRANSLATE_NOOP("HubSays", "Set forecast.enabled in the hub's settings"),
    QT_TRANSLATE_NOOP("HubSays", "It is started again by itself; see the hub's log"),
    QT_TRANSLATE_NOOP("HubSays", "it died"),
    QT_TRANSLATE_NOOP("HubSays", "no answer within {seconds} s, it was stopped"),
    QT_TRANSLATE_NOOP("HubSays", "it cannot be started ({why})"),
    QT_TRANSLATE_NOOP("HubSays", "the model failed ({why})"),
    QT_TRANSLATE_NOOP("HubSays", "it did not say that it is ready"),
    QT_TRANSLATE_NOOP("HubSays", "what was known of it had to be dropped"),
    QT_TRANSLATE_NOOP("HubSays", "It is worked out anew"),
    QT_TRANSLATE_NOOP("HubSays", "no lever is pulled"),
    QT_TRANSLATE_NOOP("HubSays", "Choose one"),
    QT_TRANSLATE_NOOP("HubSays", "there is no forecast to compare with"),
    QT_TRANSLATE_NOOP("HubSays", "Wait for the first forecast of an open incident"),
    QT_TRANSLATE_NOOP("HubSays", "that instant is not in the samples kept for this fire"),
    QT_TRANSLATE_NOOP("HubSays", "Choose one of the last {minutes} min"),
    QT_TRANSLATE_NOOP("HubSays", "{person} has an order selected here"),
    QT_TRANSLATE_NOOP("HubSays", "Speak to {person}, or wait {seconds} s"),
    QT_TRANSLATE_NOOP("HubSays", "this order is not the one selected"),
    QT_TRANSLATE_NOOP("HubSays", "Select it, then confirm within 30 s"),
    QT_TRANSLATE_NOOP("HubSays", "there is no such open incident"),
    QT_TRANSLATE_NOOP("HubSays", "no such open incident"),
    QT_TRANSLATE_NOOP("HubSays", "It may be closed already"),
    QT_TRANSLATE_NOOP("HubSays", "nobody has acknowledged an alarm of it"),
    QT_TRANSLATE_NOOP("HubSays", "Acknowledge its alarms first"),
)
FIELD = re.compile(r"\\{(\w+)\\}")


def hub_word(text: str) -> str:
    """A reason or a remedy; one that is not known stands as it came."""
    for known in SAID:
        found = re.fullmatch(FIELD.sub(r"(?P<\1>.+)", re.escape(str(known))), text)
        if found is not None:
            said = translate("HubSays", known).format(**found.groupdict())
            return said.replace(" 1 workers", " 1 worker")
    return text
