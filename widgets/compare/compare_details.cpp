#include "widgets/compare/compare_details.h"

#include "widgets/controls/collapsible_section.h"
#include "widgets/controls/compare_view.h"
#include "widgets/controls/diff_view.h"
#include "widgets/controls/icon_button.h"
#include "widgets/controls/scrolled_layout.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace diptych::widgets {

namespace {

constexpr int kThumbnail = 32;     // pixels
constexpr int kListHeight = 190;   // pixels, at least
constexpr int kTableHeight = 150;  // pixels, at least
constexpr int kPromptHeight = 120; // pixels, at least
constexpr int kColumn = 110;       // pixels

QLabel* makeQuietText(const QString& name) {
    auto* const label = new QLabel;
    label->setObjectName(name);
    label->setProperty("quiet", true);
    label->setWordWrap(true);
    return label;
}

} // namespace

CompareDetails::CompareDetails(CompareSet* set, ChangesModel* changes,
                               const QList<QAction*>& actions, QWidget* parent)
    : QWidget(parent), set_(set), changes_(changes) {
    setObjectName(QStringLiteral("compareDetails"));
    auto* const inside = new QWidget;
    auto* const column = new QVBoxLayout(inside);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(10);
    const auto addSection = [column](const char* name, const QString& title, QWidget* content) {
        auto* const section = new CollapsibleSection(QString::fromLatin1(name), title);
        section->setContent(content);
        column->addWidget(section);
    };
    addSection("comparePictures", tr("Pictures"), makePictures(actions));
    addSection("compareChanges", tr("What differs"), makeChanges());
    addSection("comparePrompts", tr("Words of the prompt"), makePrompts());
    column->addStretch(1);
    layOutScrolled(this, inside);
    connect(set_, &QAbstractItemModel::dataChanged, this, &CompareDetails::refresh);
    connect(set_, &QAbstractItemModel::modelReset, this, &CompareDetails::refresh);
    connect(changes_, &QAbstractItemModel::modelReset, this, &CompareDetails::refresh);
    refresh();
}

QWidget* CompareDetails::makePictures(const QList<QAction*>& actions) {
    auto* const box = new QWidget;
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    list_ = new QListView;
    list_->setObjectName(QStringLiteral("comparedList"));
    list_->setAccessibleName(tr("Compared pictures"));
    list_->setModel(set_);
    list_->setIconSize({kThumbnail, kThumbnail});
    list_->setUniformItemSizes(true);
    list_->setTextElideMode(Qt::ElideRight);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setMinimumHeight(kListHeight);
    column->addWidget(list_);
    auto* const row = new QHBoxLayout;
    row->setSpacing(2);
    addActionButtons(row, actions);
    row->addStretch(1);
    column->addLayout(row);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid() && index.row() != second_)
                    Q_EMIT chosen(index.row());
            });
    return box;
}

QWidget* CompareDetails::makeChanges() {
    auto* const box = new QWidget;
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    tableText_ = makeQuietText(QStringLiteral("compareChangesText"));
    table_ = new QTableView;
    table_->setObjectName(QStringLiteral("changesTable"));
    table_->setAccessibleName(tr("Fields that differ"));
    table_->setModel(changes_);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setWordWrap(false);
    table_->horizontalHeader()->setDefaultSectionSize(kColumn);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->verticalHeader()->setHighlightSections(false);
    table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->setMinimumHeight(kTableHeight);
    column->addWidget(tableText_);
    column->addWidget(table_);
    return box;
}

QWidget* CompareDetails::makePrompts() {
    auto* const box = new QWidget;
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    promptText_ = makeQuietText(QStringLiteral("comparePromptsText"));
    prompts_ = new DiffView;
    prompts_->setObjectName(QStringLiteral("promptDiff"));
    prompts_->setAccessibleName(tr("What became of the prompt's words"));
    prompts_->setChoosable(false);
    prompts_->setMinimumHeight(kPromptHeight);
    column->addWidget(promptText_);
    column->addWidget(prompts_);
    return box;
}

void CompareDetails::setPair(int first, int second) {
    first_ = first;
    second_ = second;
    refresh();
}

void CompareDetails::refresh() {
    list_->setCurrentIndex(set_->index(second_)); // a model that is reset forgets it
    const auto& pictures = set_->pictures();
    const auto known = std::count_if(pictures.begin(), pictures.end(), [](const auto& picture) {
        return picture.request.has_value();
    });
    const bool differs = changes_->rowCount() > 0;
    table_->setVisible(differs);
    tableText_->setVisible(!differs);
    if (known < 2)
        tableText_->setText(tr("How pictures were made is compared when two of them tell it."));
    else
        tableText_->setText(tr("Nothing that they tell about how they were made."));
    const ComparedPicture* const first = set_->at(first_);
    const ComparedPicture* const second = set_->at(second_);
    const bool isPair = first && second && first != second && first->request && second->request;
    const std::string before = isPair ? first->request->conversation.user : std::string();
    const std::string after = isPair ? second->request->conversation.user : std::string();
    prompts_->setVisible(before != after);
    promptText_->setVisible(before == after);
    promptText_->setText(isPair ? tr("The prompts of %1 and %2 are the same.")
                                      .arg(paneLetter(first_), paneLetter(second_))
                                : tr("Two prompts are compared word by word."));
    if (before != after)
        prompts_->setTexts(before, after);
}

} // namespace diptych::widgets
