#include "widgets/panels/welcome_cards.h"

#include "widgets/controls/icon_set.h"

#include <QCommandLinkButton>
#include <QEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace diptych::widgets {

namespace {

constexpr int kWidth = 400; // pixels
constexpr int kGap = 4;
constexpr int kBelowMiddle = 60;
constexpr int kIcon = 20;

} // namespace

WelcomeCards::WelcomeCards(QWidget* view) : QWidget(view), view_(view) {
    setObjectName(QStringLiteral("welcomeCards"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGap);
    const auto add = [this, column](const QString& name, const QString& iconName,
                                    const QString& title, const QString& text,
                                    void (WelcomeCards::*wish)()) {
        auto* const card = new QCommandLinkButton(title, text);
        card->setObjectName(name);
        card->setAccessibleDescription(text);
        card->setToolTip(text);
        card->setIcon(icon(iconName));
        card->setIconSize({kIcon, kIcon});
        explanations_[card] = text;
        connect(card, &QCommandLinkButton::clicked, this, wish);
        column->addWidget(card);
    };
    add(QStringLiteral("cardFindModel"), QStringLiteral("folder"), tr("Use a model that I have"),
        tr("Looks for Z-Image in Hugging Face's cache, ComfyUI's folders and folders of yours."),
        &WelcomeCards::findModelRequested);
    add(QStringLiteral("cardRemote"), QStringLiteral("link"), tr("Encoder on another machine"),
        tr("Prompts are encoded elsewhere; this machine needs the rest of the model alone."),
        &WelcomeCards::remoteEncoderRequested);
    add(QStringLiteral("cardGetModel"), QStringLiteral("save"), tr("Get the real model"),
        tr("Says what to fetch and where to put it, and checks that it is whole."),
        &WelcomeCards::getModelRequested);
    hide();
    view_->installEventFilter(this);
}

void WelcomeCards::setWanted(bool wanted) {
    wanted_ = wanted;
    place();
}

bool WelcomeCards::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

// The middle is for the words that say how to begin.
void WelcomeCards::place() {
    const int top = view_->height() / 2 + kBelowMiddle;
    const int room = view_->height() - top - kGap;
    const int width = std::min(kWidth, view_->width() - 2 * kGap);
    setBrief(false);
    if (layout()->heightForWidth(width) > room)
        setBrief(true);
    const int height = layout()->heightForWidth(width);
    setVisible(wanted_ && height <= room);
    setGeometry((view_->width() - width) / 2, top, width, height);
}

void WelcomeCards::setBrief(bool brief) {
    for (const auto& [card, text] : explanations_.asKeyValueRange())
        card->setDescription(brief ? QString() : text);
    layout()->invalidate();
}

} // namespace diptych::widgets
