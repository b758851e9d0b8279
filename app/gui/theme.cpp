#include "app/gui/theme.h"

#include <QApplication>
#include <QColor>
#include <QPainter>
#include <QProxyStyle>
#include <QStyleOption>

namespace diptych::gui {

namespace {

/// The colours of a theme; everything else follows from them.
struct Colours {
    QColor window, panel, base, text, quiet, line, button, accent, onAccent, viewer, disabled;
};

const Colours& lightColours() {
    static const Colours kColours = {
        QColor(0xf3, 0xf2, 0xef), QColor(0xec, 0xea, 0xe6), QColor(0xff, 0xff, 0xff),
        QColor(0x1d, 0x20, 0x26), QColor(0x56, 0x5b, 0x64), QColor(0xcf, 0xcc, 0xc5),
        QColor(0xfa, 0xf9, 0xf7), QColor(0x2a, 0x55, 0xa8), QColor(0xff, 0xff, 0xff),
        QColor(0xdd, 0xdb, 0xd6), QColor(0x9a, 0x9c, 0xa1)};
    return kColours;
}

const Colours& darkColours() {
    static const Colours kColours = {
        QColor(0x22, 0x24, 0x29), QColor(0x2a, 0x2c, 0x32), QColor(0x1a, 0x1b, 0x1f),
        QColor(0xe6, 0xe6, 0xe3), QColor(0xa2, 0xa5, 0xac), QColor(0x42, 0x45, 0x4d),
        QColor(0x31, 0x34, 0x3b), QColor(0x8a, 0xb0, 0xf5), QColor(0x11, 0x16, 0x22),
        QColor(0x15, 0x16, 0x19), QColor(0x6d, 0x70, 0x77)};
    return kColours;
}

const Colours& highContrastColours() {
    static const Colours kColours = {
        QColor(0x00, 0x00, 0x00), QColor(0x14, 0x14, 0x14), QColor(0x24, 0x24, 0x24),
        QColor(0xff, 0xff, 0xff), QColor(0xe6, 0xe6, 0xe6), QColor(0xb0, 0xb0, 0xb0),
        QColor(0x14, 0x14, 0x14), QColor(0xff, 0xd8, 0x00), QColor(0x00, 0x00, 0x00),
        QColor(0x00, 0x00, 0x00), QColor(0x9c, 0x9c, 0x9c)};
    return kColours;
}

QPalette paletteOf(const Colours& colours) {
    QPalette palette(colours.button, colours.window);
    palette.setColor(QPalette::Window, colours.window);
    palette.setColor(QPalette::WindowText, colours.text);
    palette.setColor(QPalette::Base, colours.base);
    palette.setColor(QPalette::AlternateBase, colours.panel);
    palette.setColor(QPalette::Text, colours.text);
    palette.setColor(QPalette::Button, colours.button);
    palette.setColor(QPalette::ButtonText, colours.text);
    palette.setColor(QPalette::BrightText, colours.onAccent);
    palette.setColor(QPalette::PlaceholderText, colours.quiet);
    palette.setColor(QPalette::ToolTipBase, colours.panel);
    palette.setColor(QPalette::ToolTipText, colours.text);
    palette.setColor(QPalette::Highlight, colours.accent);
    palette.setColor(QPalette::HighlightedText, colours.onAccent);
    palette.setColor(QPalette::Link, colours.accent);
    palette.setColor(QPalette::LinkVisited, colours.accent);
    palette.setColor(QPalette::Mid, colours.line);
    palette.setColor(QPalette::Midlight, colours.panel);
    palette.setColor(QPalette::Dark, colours.viewer);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colours.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colours.line);
    return palette;
}

// Spacing follows a grid of 4 pixels; radii are 5 (controls).
QString styleSheetOf(const Colours& colours) {
    QString sheet = QStringLiteral(R"(
QPlainTextEdit, QTextBrowser { background: @base; border: 1px solid @line; border-radius: 5px; padding: 2px; }
QPlainTextEdit:focus, QTextBrowser:focus { border-color: @accent; }
QPlainTextEdit[readOnly="true"] { background: @panel; }
QLabel[quiet="true"] { color: @quiet; }
QLabel[fieldTitle="true"] { font-weight: 600; }
QToolButton[sectionHeader="true"] { border: none; padding: 2px 0px; text-align: left; }
QToolButton[sectionHeader="true"]:hover { color: @accent; }
QToolButton[primary="true"] { background: @accent; color: @onAccent; border: none;
    border-radius: 5px; padding: 0px 26px 0px 12px; font-weight: 600; }
QToolButton[primary="true"]:hover { background: @accentHover; }
QToolButton[primary="true"]:pressed { background: @accentPressed; }
QToolButton[primary="true"]:disabled { background: @line; color: @disabled; }
QToolButton[primary="true"]:focus { border: 2px solid @text; }
QToolButton[primary="true"]::menu-button { border: none; border-left: 1px solid @accentPressed;
    width: 22px; border-top-right-radius: 5px; border-bottom-right-radius: 5px; }
QToolButton[menuButton="true"]::menu-indicator { image: none; }
QPushButton[link="true"] { border: none; color: @accent; font-weight: 600; padding: 2px 8px; }
QPushButton[link="true"]:hover { text-decoration: underline; }
QFrame[notice="true"] { background: @panel; border: none; border-bottom: 1px solid @line; }
QWidget[viewerBar="true"] { background: @window; }
QProgressBar { background: @window; border: none; }
QProgressBar::chunk { background: @accent; }
QListView { background: @window; }
QTabBar { background: @window; qproperty-drawBase: 0; qproperty-elideMode: ElideNone;
    qproperty-usesScrollButtons: true; }
QMainWindow > QTabBar::tab { background: @window; color: @quiet; border: none;
    border-bottom: 2px solid transparent; padding: 7px 14px 5px 14px; }
QMainWindow > QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QMainWindow > QTabBar::tab:hover { color: @text; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0px; }
QScrollBar::handle { background: @line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QDockWidget::title { background: @panel; padding: 6px 10px; text-align: left; }
QStatusBar { background: @panel; }
QStatusBar::item { border: none; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QToolTip { background: @panel; color: @text; border: 1px solid @line; padding: 4px; }
QFrame#commandPalette { background: @window; border: 1px solid @line; border-radius: 6px; }
QFrame#commandPalette QListView { border: none; }
)");
    const auto put = [&sheet](const char* name, const QColor& colour) {
        sheet.replace(QLatin1Char('@') + QLatin1String(name) + QLatin1Char(';'),
                      colour.name() + QLatin1Char(';'));
    };
    put("window", colours.window);
    put("panel", colours.panel);
    put("base", colours.base);
    put("text", colours.text);
    put("quiet", colours.quiet);
    put("line", colours.line);
    put("accent", colours.accent);
    put("onAccent", colours.onAccent);
    put("disabled", colours.disabled);
    put("accentHover", colours.accent.lighter(112));
    put("accentPressed", colours.accent.darker(118));
    return sheet;
}

bool isDark(const QPalette& palette) {
    constexpr int kMiddle = 128;
    return palette.color(QPalette::Window).lightness() < kMiddle;
}

/// Fusion gives the words of a button three pixels on either side, unless they are short, and lets
/// the arrow of a menu touch them. Its lines are darker than a dark window, on which an empty check
/// box is not seen.
class RoomyStyle : public QProxyStyle {
  public:
    RoomyStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                           const QWidget* widget) const override {
        const QSize room(2 * paddingOf(type, option), 0);
        return QProxyStyle::sizeFromContents(type, option, contents + room, widget);
    }

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        if (element != PE_IndicatorCheckBox || !isDark(option->palette))
            return;
        painter->save();
        painter->setPen(option->palette.color(QPalette::PlaceholderText));
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
    }

  private:
    static int paddingOf(ContentsType type, const QStyleOption* option) {
        constexpr int kPadding = 8; // pixels
        constexpr int kMenuPadding = 4;
        if (type == CT_PushButton) {
            const auto* const button = qstyleoption_cast<const QStyleOptionButton*>(option);
            return button && !button->text.isEmpty() ? kPadding : 0;
        }
        if (type != CT_ToolButton)
            return 0;
        const auto* const tool = qstyleoption_cast<const QStyleOptionToolButton*>(option);
        const bool hasMenu = tool && tool->features.testFlag(QStyleOptionToolButton::HasMenu);
        const bool hasWords = hasMenu && tool->toolButtonStyle != Qt::ToolButtonIconOnly;
        return hasWords && !tool->text.isEmpty() ? kMenuPadding : 0;
    }
};

} // namespace

QString themeName(Theme theme) {
    switch (theme) {
    case Theme::System:
        return QStringLiteral("system");
    case Theme::Light:
        return QStringLiteral("light");
    case Theme::Dark:
        return QStringLiteral("dark");
    case Theme::HighContrast:
        return QStringLiteral("high-contrast");
    }
    return QStringLiteral("system");
}

Theme themeOf(const QString& name) {
    if (name == QLatin1String("light"))
        return Theme::Light;
    if (name == QLatin1String("high-contrast"))
        return Theme::HighContrast;
    return name == QLatin1String("dark") ? Theme::Dark : Theme::System;
}

QPalette lightPalette() {
    return paletteOf(lightColours());
}

QPalette darkPalette() {
    return paletteOf(darkColours());
}

QPalette highContrastPalette() {
    return paletteOf(highContrastColours());
}

void applyTheme(QApplication& application, Theme theme, const QPalette& systemPalette) {
    const bool dark = theme == Theme::Dark || (theme == Theme::System && isDark(systemPalette));
    application.setStyle(new RoomyStyle);
    const Colours& colours = theme == Theme::HighContrast ? highContrastColours()
                             : dark                       ? darkColours()
                                                          : lightColours();
    application.setPalette(paletteOf(colours));
    QString sheet = styleSheetOf(colours);
    // The style's own lines are darker than the window, which leaves none on black. Spin boxes,
    // which would lose their arrows, stand out by their ground alone.
    if (theme == Theme::HighContrast)
        sheet +=
            QStringLiteral(
                "QLineEdit, QPushButton, QComboBox, QTableView, QTreeView, "
                "QListWidget { border: 1px solid %1; border-radius: 4px; padding: 3px; }"
                "QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; padding: 0px; }"
                "QPushButton { padding: 4px 14px; }"
                "QLineEdit:focus, QPushButton:focus, QComboBox:focus "
                "{ border-color: %2; }")
                .arg(colours.line.name(), colours.accent.name());
    application.setStyleSheet(sheet);
}

} // namespace diptych::gui
