#include "app/gui/connection_cells.h"

#include "widgets/controls/icon_set.h"

#include <QStatusBar>
#include <QToolButton>

#include <algorithm>
#include <limits>

namespace diptych::gui {

namespace {

using widgets::ConnectionState;
using widgets::IconRole;

QToolButton* addCell(QStatusBar* bar, const QString& name, const QString& title) {
    auto* const cell = new QToolButton(bar);
    cell->setObjectName(name);
    cell->setAccessibleName(title);
    cell->setAutoRaise(true);
    cell->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    cell->setIconSize({14, 14});
    cell->setFocusPolicy(Qt::TabFocus);
    bar->addWidget(cell);
    cell->hide();
    return cell;
}

QIcon iconOf(ConnectionState state) {
    switch (state) {
    case ConnectionState::Lost:
        return widgets::icon(QStringLiteral("error"), IconRole::Error);
    case ConnectionState::Degraded:
        return widgets::icon(QStringLiteral("warning"), IconRole::Warning);
    case ConnectionState::Ready:
        return widgets::icon(QStringLiteral("link"), IconRole::Good);
    case ConnectionState::Idle:
    case ConnectionState::Connecting:
        break;
    }
    return widgets::icon(QStringLiteral("link"));
}

} // namespace

ConnectionCells::ConnectionCells(QStatusBar* bar)
    : QObject(bar), encoder_(addCell(bar, QStringLiteral("encoderCell"), tr("Encoder server"))),
      sharing_(addCell(bar, QStringLiteral("sharingCell"), tr("Sharing"))) {
    sharing_->setIcon(widgets::icon(QStringLiteral("link"), IconRole::Accent));
    connect(encoder_, &QToolButton::clicked, this, &ConnectionCells::encoderClicked);
    connect(sharing_, &QToolButton::clicked, this, &ConnectionCells::sharingClicked);
}

void ConnectionCells::setEncoder(ConnectionState state, double latencyMs, const QString& trouble) {
    encoder_->setVisible(state != ConnectionState::Idle);
    encoder_->setIcon(iconOf(state));
    const QString word = widgets::connectionStateText(state);
    encoder_->setText(state == ConnectionState::Lost || latencyMs < 0.0
                          ? tr("Encoder: %1").arg(word)
                          : tr("Encoder: %1, %2 ms").arg(word).arg(latencyMs, 0, 'f', 0));
    encoder_->setToolTip(trouble.isEmpty()
                             ? tr("The server that encodes prompts. Click to see all of them.")
                             : trouble);
}

void ConnectionCells::setSharing(bool on, quint64 requests, const QString& status) {
    sharing_->setVisible(on);
    const auto count = static_cast<int>(
        std::min<quint64>(requests, static_cast<quint64>(std::numeric_limits<int>::max())));
    sharing_->setText(tr("Shared: %n request(s)", nullptr, count));
    sharing_->setToolTip(status);
}

} // namespace diptych::gui
