#include "widgets/controls/seed_edit.h"

#include "core/domain/generation_request.h"
#include "widgets/controls/icon_button.h"
#include "widgets/controls/icon_set.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QToolButton>

namespace diptych::widgets {

SeedEdit::SeedEdit(QWidget* parent)
    : QWidget(parent), edit_(new QLineEdit(this)),
      lock_(
          makeIconButton(QStringLiteral("seedLock"), QStringLiteral("unlocked"), QString(), this)),
      dice_(makeIconButton(QStringLiteral("seedDice"), QStringLiteral("dice"),
                           tr("Draw a seed and keep it"), this)),
      recall_(makeIconButton(QStringLiteral("seedPrevious"), QStringLiteral("previous"),
                             tr("Use the last picture's seed"), this)) {
    edit_->setObjectName(QStringLiteral("seedText"));
    edit_->setMinimumHeight(26);
    edit_->setAccessibleName(tr("Seed"));
    edit_->setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{0,19}")), edit_));
    setFocusProxy(edit_);
    lock_->setCheckable(true);
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(edit_, 1);
    for (QToolButton* const button : {lock_, dice_, recall_})
        layout->addWidget(button);
    connect(edit_, &QLineEdit::editingFinished, this, [this] {
        bool valid = false;
        const qlonglong value = edit_->text().toLongLong(&valid);
        put(valid ? std::optional<std::int64_t>(value) : std::nullopt);
    });
    connect(lock_, &QToolButton::clicked, this, [this](bool locked) {
        put(locked ? std::optional<std::int64_t>(previous_.value_or(drawSeed())) : std::nullopt);
    });
    connect(dice_, &QToolButton::clicked, this, [this] { put(drawSeed()); });
    connect(recall_, &QToolButton::clicked, this, [this] { put(previous_); });
    refresh();
}

void SeedEdit::setSeed(std::optional<std::int64_t> seed) {
    seed_ = seed;
    refresh();
}

void SeedEdit::setPrevious(std::int64_t seed) {
    previous_ = seed;
    refresh();
}

void SeedEdit::put(std::optional<std::int64_t> seed) {
    const bool changed = seed != seed_;
    setSeed(seed);
    if (changed)
        Q_EMIT seedEdited(seed);
}

void SeedEdit::refresh() {
    edit_->setText(seed_ ? QString::number(*seed_) : QString());
    edit_->setPlaceholderText(tr("random"));
    lock_->setChecked(seed_.has_value());
    lock_->setIcon(icon(seed_ ? QStringLiteral("locked") : QStringLiteral("unlocked")));
    lock_->setToolTip(seed_ ? tr("The seed is kept. Click for a new one each time.")
                            : tr("Each drawing gets a new seed. Click to keep the last one."));
    lock_->setAccessibleName(tr("Keep the seed"));
    recall_->setEnabled(previous_.has_value());
    recall_->setToolTip(previous_ ? tr("Use the last picture's seed, %1").arg(*previous_)
                                  : tr("Use the last picture's seed"));
}

} // namespace diptych::widgets
