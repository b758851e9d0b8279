#include "app/gui/preferences_dialog.h"

#include "app/gui/shortcut_page.h"
#include "widgets/model/error_text.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <utility>

namespace diptych::gui {

namespace {

constexpr QSize kSize(820, 600); // pixels, to begin with
constexpr int kPagesWidth = 150;
constexpr int kPageGap = 3;
constexpr int kNameWidth = 260;
constexpr int kDetailLines = 5;
const QString kShortcuts = QStringLiteral("shortcuts");

/// Rows of one page, or of all of them, that hold every word.
class PreferenceFilter : public QSortFilterProxyModel {
  public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void set(const QString& page, const QString& words) {
        page_ = page;
        words_ = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        invalidateFilter();
    }

  protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        const QModelIndex index = sourceModel()->index(row, 0, parent);
        if (!page_.isEmpty() && index.data(PreferenceModel::SectionRole).toString() != page_)
            return false;
        const QString text = index.data(PreferenceModel::SearchRole).toString();
        for (const QString& word : words_)
            if (!text.contains(word, Qt::CaseInsensitive))
                return false;
        return true;
    }

  private:
    QString page_; ///< empty = every one
    QStringList words_;
};

constexpr std::pair<const char*, const char*> kTitles[] = {
    {"api", QT_TRANSLATE_NOOP("diptych::gui::PreferencesDialog", "Remote encoder")},
    {"devices", QT_TRANSLATE_NOOP("diptych::gui::PreferencesDialog", "Devices")},
    {"encoder", QT_TRANSLATE_NOOP("diptych::gui::PreferencesDialog", "Text encoder")},
    {"generation", QT_TRANSLATE_NOOP("diptych::gui::PreferencesDialog", "Generation")},
    {"lora", QT_TRANSLATE_NOOP("diptych::gui::PreferencesDialog", "LoRA")},
    {"model", QT_TRANSLATE_NOOP("diptych::gui::PreferencesDialog", "Model")},
    {"prompt", QT_TRANSLATE_NOOP("diptych::gui::PreferencesDialog", "Prompt")},
    {"residency", QT_TRANSLATE_NOOP("diptych::gui::PreferencesDialog", "Memory")},
    {"rewriter", QT_TRANSLATE_NOOP("diptych::gui::PreferencesDialog", "Rewriter")},
    {"scheduler", QT_TRANSLATE_NOOP("diptych::gui::PreferencesDialog", "Scheduler")},
    {"slg", QT_TRANSLATE_NOOP("diptych::gui::PreferencesDialog", "Skip layers")},
    {"source", QT_TRANSLATE_NOOP("diptych::gui::PreferencesDialog", "Source picture")},
    {"tiles", QT_TRANSLATE_NOOP("diptych::gui::PreferencesDialog", "Tiles")},
    {"two_pass", QT_TRANSLATE_NOOP("diptych::gui::PreferencesDialog", "Two passes")},
    {"variety", QT_TRANSLATE_NOOP("diptych::gui::PreferencesDialog", "Variety")}};

QString titleOf(const QString& section) {
    for (const auto& [name, title] : kTitles)
        if (section == QLatin1String(name))
            return PreferencesDialog::tr(title);
    QString title = section;
    title.replace(QLatin1Char('_'), QLatin1Char(' '));
    title[0] = title[0].toUpper();
    return title;
}

} // namespace

PreferencesDialog::PreferencesDialog(Preferences* preferences,
                                     const config::EffectiveConfig& effective, Shortcuts* shortcuts,
                                     QWidget* parent)
    : QDialog(parent), model_(preferences), proxy_(new PreferenceFilter(this)),
      search_(new QLineEdit), pages_(new QListWidget), stack_(new QStackedWidget),
      table_(new QTableView), details_(new QLabel), reset_(new QPushButton(tr("&Set back"))),
      shortcuts_(new ShortcutPage(shortcuts)) {
    setObjectName(QStringLiteral("preferencesDialog"));
    setWindowTitle(tr("Preferences"));
    model_.setEffective(effective);
    proxy_->setSourceModel(&model_);
    makeLayout();
    fillPages();
    connect(search_, &QLineEdit::textChanged, this, &PreferencesDialog::filter);
    connect(pages_, &QListWidget::currentRowChanged, this, &PreferencesDialog::filter);
    connect(table_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &PreferencesDialog::showDetails);
    connect(&model_, &QAbstractItemModel::dataChanged, this, &PreferencesDialog::showDetails);
    connect(&model_, &PreferenceModel::edited, this, &PreferencesDialog::edited);
    connect(&model_, &PreferenceModel::refused, this,
            [this](const QString& reason) { details_->setText(reason); });
    connect(reset_, &QPushButton::clicked, this, [this] {
        if (const int row = currentRow(); row >= 0)
            model_.reset(row);
    });
    pages_->setCurrentRow(0);
    resize(kSize);
    search_->setFocus();
}

void PreferencesDialog::makeLayout() {
    search_->setObjectName(QStringLiteral("preferenceSearch"));
    search_->setAccessibleName(tr("Search the settings"));
    search_->setPlaceholderText(tr("Search"));
    search_->setClearButtonEnabled(true);
    pages_->setObjectName(QStringLiteral("preferencePages"));
    pages_->setAccessibleName(tr("Parts of the settings"));
    pages_->setFixedWidth(kPagesWidth);
    pages_->setSpacing(kPageGap);
    table_->setObjectName(QStringLiteral("preferenceTable"));
    table_->setAccessibleName(tr("Settings"));
    table_->setModel(proxy_);
    table_->setItemDelegate(new PreferenceDelegate(table_));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::SelectedClicked |
                            QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    table_->setTabKeyNavigation(false);
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->setColumnWidth(PreferenceModel::NameColumn, kNameWidth);
    details_->setObjectName(QStringLiteral("preferenceDetails"));
    details_->setWordWrap(true);
    details_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    details_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    details_->setMinimumHeight(kDetailLines * details_->fontMetrics().lineSpacing());
    reset_->setObjectName(QStringLiteral("preferenceReset"));
    reset_->setToolTip(tr("Use what the configuration file or the program says"));
    auto* const settings = new QWidget;
    auto* const below = new QHBoxLayout;
    below->addWidget(details_, 1);
    below->addWidget(reset_, 0, Qt::AlignTop);
    auto* const column = new QVBoxLayout(settings);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(table_, 1);
    column->addLayout(below);
    stack_->addWidget(settings);
    stack_->addWidget(shortcuts_);
    auto* const middle = new QHBoxLayout;
    middle->addWidget(pages_);
    middle->addWidget(stack_, 1);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* const all = new QVBoxLayout(this);
    all->addWidget(search_);
    all->addLayout(middle, 1);
    all->addWidget(buttons);
}

void PreferencesDialog::fillPages() {
    const auto add = [this](const QString& title, const QString& page) {
        auto* const item = new QListWidgetItem(title, pages_);
        item->setData(Qt::UserRole, page);
    };
    add(tr("All settings"), {});
    QStringList known;
    for (int row = 0; row < model_.rowCount(); ++row) {
        const QString page = model_.index(row, 0).data(PreferenceModel::SectionRole).toString();
        if (page.isEmpty() || known.contains(page))
            continue;
        known << page;
        add(titleOf(page), page);
    }
    add(tr("Shortcuts"), kShortcuts);
}

bool PreferencesDialog::isShortcutPage() const {
    const QListWidgetItem* const page = pages_->currentItem();
    return page && page->data(Qt::UserRole).toString() == kShortcuts;
}

void PreferencesDialog::showPage(const QString& page) {
    for (int row = 0; row < pages_->count(); ++row)
        if (pages_->item(row)->data(Qt::UserRole).toString() == page)
            pages_->setCurrentRow(row);
}

void PreferencesDialog::filter() {
    const QListWidgetItem* const page = pages_->currentItem();
    stack_->setCurrentIndex(isShortcutPage() ? 1 : 0);
    shortcuts_->setFilter(search_->text());
    static_cast<PreferenceFilter*>(proxy_)->set(
        page && !isShortcutPage() ? page->data(Qt::UserRole).toString() : QString(),
        search_->text());
    if (!table_->currentIndex().isValid() && proxy_->rowCount() > 0)
        table_->setCurrentIndex(proxy_->index(0, PreferenceModel::ValueColumn));
    showDetails();
}

int PreferencesDialog::currentRow() const {
    const QModelIndex index = proxy_->mapToSource(table_->currentIndex());
    return index.isValid() ? index.row() : -1;
}

int PreferencesDialog::shownRows() const {
    return proxy_->rowCount();
}

void PreferencesDialog::showDetails() {
    const int row = currentRow();
    reset_->setEnabled(row >= 0 &&
                       model_.index(row, 0).data(PreferenceModel::ChangedRole).toBool());
    if (row < 0) {
        details_->setText(tr("Nothing here is called that."));
        return;
    }
    const config::Field& field = model_.field(row);
    QStringList lines = {widgets::asSentence(field.help)};
    if (!field.accepts.empty())
        lines << tr("Takes %1.").arg(QString::fromStdString(field.accepts));
    for (const config::NamedChoice& choice : field.choices)
        if (!choice.description.empty() &&
            QString::fromStdString(choice.name) ==
                model_.index(row, PreferenceModel::ValueColumn).data(Qt::EditRole).toString())
            lines << QString::fromStdString(choice.name + ": " + choice.description) +
                         QLatin1Char('.');
    if (!field.elementKeys.empty())
        lines << tr("This list is written in the configuration file.");
    lines << tr("Default: %1. In force: %2.")
                 .arg(QString::fromStdString(config::shortToml(config::defaultOf(field))),
                      model_.sourceText(row));
    details_->setText(lines.join(QLatin1Char('\n')));
}

void PreferencesDialog::setEffective(const config::EffectiveConfig& effective) {
    model_.setEffective(effective);
}

} // namespace diptych::gui
