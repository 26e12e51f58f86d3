"""What the hub says of its forecasts, in the language of the screen."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.screens.i18n import translate

# Fixed texts of `app/hub/forecast`; what they are put together from names and numbers stands as
# it came.
SAID: tuple[object, ...] = (
    QT_TRANSLATE_NOOP("HubSays", "the model is being loaded"),
    QT_TRANSLATE_NOOP("HubSays", "the computation takes longer"),
    QT_TRANSLATE_NOOP("HubSays", "there is no fire model of such a site"),
    QT_TRANSLATE_NOOP("HubSays", "forecasts are switched off"),
    QT_TRANSLATE_NOOP("HubSays", "Set forecast.enabled in the hub's settings"),
    QT_TRANSLATE_NOOP("HubSays", "It is started again by itself; see the hub's log"),
    QT_TRANSLATE_NOOP("HubSays", "it died"),
    QT_TRANSLATE_NOOP("HubSays", "it did not say that it is ready"),
    QT_TRANSLATE_NOOP("HubSays", "what was known of it had to be dropped"),
    QT_TRANSLATE_NOOP("HubSays", "It is worked out anew"),
)


def hub_word(text: str) -> str:
    """A reason or a remedy; one that is not known stands as it came."""
    return translate("HubSays", text) if text in SAID else text
