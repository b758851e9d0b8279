#include "widgets/panels/stage_delegate.h"

#include "widgets/controls/icon_set.h"
#include "widgets/model/connection_test_model.h"

namespace diptych::widgets {

namespace {

QIcon iconOf(StageMark mark) {
    switch (mark) {
    case StageMark::Waiting:
        return icon(QStringLiteral("more"));
    case StageMark::Running:
        return icon(QStringLiteral("right"), IconRole::Accent);
    case StageMark::Passed:
        return icon(QStringLiteral("done"), IconRole::Good);
    case StageMark::Failed:
        return icon(QStringLiteral("error"), IconRole::Error);
    case StageMark::Skipped:
        return icon(QStringLiteral("close"));
    }
    return {};
}

} // namespace

void StageDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    const auto mark = static_cast<StageMark>(index.data(StageMarkRole).toInt());
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->icon = iconOf(mark);
    option->decorationSize = {16, 16};
    if (mark == StageMark::Waiting || mark == StageMark::Skipped)
        option->state &= ~QStyle::State_Enabled;
}

} // namespace diptych::widgets
