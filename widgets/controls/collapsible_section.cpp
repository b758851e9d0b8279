#include "widgets/controls/collapsible_section.h"

#include "widgets/controls/icon_set.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace diptych::widgets {

CollapsibleSection::CollapsibleSection(const QString& name, const QString& title, QWidget* parent)
    : QWidget(parent), header_(new QToolButton(this)), count_(new QLabel(this)),
      layout_(new QVBoxLayout(this)) {
    setObjectName(name);
    header_->setObjectName(name + QStringLiteral("Header"));
    header_->setCheckable(true);
    header_->setAutoRaise(true);
    header_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    header_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    header_->setProperty("sectionHeader", true);
    QFont font = header_->font();
    font.setWeight(QFont::DemiBold);
    header_->setFont(font);
    count_->setProperty("quiet", true);
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(header_, 1);
    row->addWidget(count_);
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(6);
    layout_->addLayout(row);
    connect(header_, &QToolButton::toggled, this, [this](bool open) {
        header_->setIcon(icon(open ? QStringLiteral("down") : QStringLiteral("right")));
        if (content_)
            content_->setVisible(open);
        Q_EMIT opened(open);
    });
    setTitle(title);
    header_->setChecked(true);
}

void CollapsibleSection::setContent(QWidget* content) {
    content_ = content;
    layout_->addWidget(content);
    content->setVisible(isOpen());
}

void CollapsibleSection::setTitle(const QString& title) {
    header_->setText(title);
    header_->setAccessibleName(title);
}

void CollapsibleSection::setChangedCount(int count) {
    count_->setText(count > 0 ? tr("%n changed", "settings of a section", count) : QString());
}

bool CollapsibleSection::isOpen() const {
    return header_->isChecked();
}

void CollapsibleSection::setOpen(bool open) {
    header_->setChecked(open);
}

} // namespace diptych::widgets
