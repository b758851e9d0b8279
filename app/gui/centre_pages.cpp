#include "app/gui/centre_pages.h"

#include "widgets/compare/compare_panel.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/panels/result_panel.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace diptych::gui {

namespace {

constexpr int kResult = 0;
constexpr int kComparison = 1;

} // namespace

CentrePages::CentrePages(widgets::ResultPanel* result, widgets::ComparePanel* comparison)
    : pages_(new QStackedWidget) {
    setObjectName(QStringLiteral("centrePages"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(result->notices());
    column->addWidget(pages_, 1);
    pages_->insertWidget(kResult, result);
    pages_->insertWidget(kComparison, comparison);
}

bool CentrePages::showsComparison() const {
    return pages_->currentIndex() == kComparison;
}

void CentrePages::showComparison(bool show) {
    if (show == showsComparison())
        return;
    pages_->setCurrentIndex(show ? kComparison : kResult);
    Q_EMIT changed();
}

} // namespace diptych::gui
