#include "app/gui/status_cells.h"

#include "widgets/controls/icon_set.h"

#include <QFontMetrics>
#include <QStatusBar>
#include <QToolButton>

namespace diptych::gui {

StatusCells::StatusCells(QStatusBar* bar)
    : QObject(bar), bar_(bar),
      model_(addCell(QStringLiteral("modelCell"), tr("Model"), QStringLiteral("picture"), 18)),
      device_(addCell(QStringLiteral("deviceCell"), tr("Device"), QStringLiteral("placement"), 16)),
      queue_(addCell(QStringLiteral("queueCell"), tr("Queue"), QStringLiteral("queue"), 16)),
      tokens_(addCell(QStringLiteral("tokensCell"), tr("Tokens"), QStringLiteral("prompt"), 16)) {
    bar_->setSizeGripEnabled(false);
    connect(model_, &QToolButton::clicked, this, &StatusCells::placementClicked);
    connect(device_, &QToolButton::clicked, this, &StatusCells::placementClicked);
    connect(queue_, &QToolButton::clicked, this, &StatusCells::queueClicked);
    connect(tokens_, &QToolButton::clicked, this, &StatusCells::promptClicked);
}

// A fixed least width, so that the others do not move when a number grows.
QToolButton* StatusCells::addCell(const QString& name, const QString& title,
                                  const QString& iconName, int characters) {
    auto* const cell = new QToolButton(bar_);
    cell->setObjectName(name);
    cell->setAccessibleName(title);
    cell->setAutoRaise(true);
    cell->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    cell->setIcon(widgets::icon(iconName));
    cell->setIconSize({14, 14});
    cell->setMinimumWidth(cell->fontMetrics().averageCharWidth() * characters + 28);
    cell->setFocusPolicy(Qt::TabFocus);
    bar_->addWidget(cell);
    return cell;
}

void StatusCells::setModel(const QString& name, const QString& problem) {
    model_->setText(name);
    model_->setIcon(problem.isEmpty()
                        ? widgets::icon(QStringLiteral("picture"))
                        : widgets::icon(QStringLiteral("error"), widgets::IconRole::Error));
    model_->setToolTip(problem.isEmpty() ? tr("The model in use. Click for devices.") : problem);
}

void StatusCells::setDevice(const QString& text, const QString& tip) {
    device_->setText(text);
    device_->setToolTip(tip);
}

void StatusCells::setQueue(int waiting, bool running, bool paused) {
    QString text = running ? tr("Drawing") : tr("Idle");
    if (waiting > 0)
        text = tr("%n waiting", nullptr, waiting);
    if (paused)
        text = waiting > 0 ? tr("Paused, %n waiting", nullptr, waiting) : tr("Paused");
    queue_->setText(text);
    queue_->setIcon(widgets::icon(paused ? QStringLiteral("pause") : QStringLiteral("queue"),
                                  paused ? widgets::IconRole::Warning : widgets::IconRole::Text));
    queue_->setToolTip(tr("The queue: %1. Click to see it.").arg(text));
}

void StatusCells::setTokens(int tokens, int limit) {
    tokens_->setText(tr("%1/%2 tokens").arg(tokens).arg(limit));
    const bool over = tokens > limit;
    tokens_->setIcon(over ? widgets::icon(QStringLiteral("warning"), widgets::IconRole::Warning)
                          : widgets::icon(QStringLiteral("prompt")));
    tokens_->setToolTip(over ? tr("The prompt is longer than what the model was trained with.")
                             : tr("Tokens of the prompt. Click to go there."));
}

} // namespace diptych::gui
