#include "widgets/history/filter_bar.h"

#include "widgets/controls/wrapping_layout.h"
#include "widgets/history_model/history_text.h"

#include <QActionGroup>
#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <limits>
#include <optional>

namespace diptych::widgets {

using history::HistoryFilter;

namespace {

constexpr int kSpacing = 6;         // pixels
constexpr int kTypingPauseMs = 150; // until a search begins
constexpr int kMostNames = 30;      // in a menu

std::int64_t startOfDay(int daysAgo) {
    return QDate::currentDate().addDays(-daysAgo).startOfDay().toMSecsSinceEpoch();
}

// Letters of names must not become shortcuts.
QString plain(const std::string& name) {
    return QString::fromStdString(name).replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

FilterBar::FilterBar(QWidget* parent)
    : QWidget(parent), search_(new QLineEdit), menuButton_(new QToolButton), menu_(new QMenu(this)),
      chips_(new QWidget), chipLayout_(new WrappingLayout(kSpacing, chips_)) {
    search_->setObjectName(QStringLiteral("historySearch"));
    search_->setClearButtonEnabled(true);
    menuButton_->setObjectName(QStringLiteral("historyFilterButton"));
    menuButton_->setPopupMode(QToolButton::InstantPopup);
    menuButton_->setMenu(menu_);
    menu_->setObjectName(QStringLiteral("historyFilterMenu"));
    chips_->setObjectName(QStringLiteral("historyChips"));
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpacing);
    row->addWidget(search_, 1);
    row->addWidget(menuButton_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpacing);
    column->addLayout(row);
    column->addWidget(chips_);
    chips_->hide();
    typing_.setSingleShot(true);
    typing_.setInterval(kTypingPauseMs);
    connect(search_, &QLineEdit::textChanged, &typing_, qOverload<>(&QTimer::start));
    connect(search_, &QLineEdit::returnPressed, this, [this] {
        typing_.setInterval(0);
        typing_.start();
        typing_.setInterval(kTypingPauseMs);
    });
    connect(&typing_, &QTimer::timeout, this, [this] {
        HistoryFilter filter = filter_;
        filter.search = search_->text().toStdString();
        apply(filter);
    });
    connect(menu_, &QMenu::aboutToShow, this, [this] {
        Q_EMIT choicesWanted();
        makeMenu();
    });
    retranslate();
}

void FilterBar::setFilter(const HistoryFilter& filter) {
    filter_ = filter;
    const QSignalBlocker quiet(search_);
    if (search_->text().toStdString() != filter.search)
        search_->setText(QString::fromStdString(filter.search));
    showChips();
}

void FilterBar::setChoices(const history::FilterChoices& choices) {
    if (choices_ == choices)
        return;
    choices_ = choices;
    makeMenu();
}

void FilterBar::focusSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void FilterBar::apply(const HistoryFilter& filter) {
    if (filter == filter_)
        return;
    setFilter(filter);
    Q_EMIT filterChanged(filter_);
}

QMenu* FilterBar::addMenu(const QString& title) {
    QMenu* menu = menu_->addMenu(title);
    menu->setToolTipsVisible(true);
    return menu;
}

void FilterBar::addNames(const QString& title, const std::vector<history::NameCount>& names,
                         std::string HistoryFilter::*member) {
    QMenu* menu = addMenu(title);
    menu->setEnabled(!names.empty());
    int shown = 0;
    for (const history::NameCount& name : names) {
        if (++shown > kMostNames)
            break;
        QAction* action = menu->addAction(
            tr("%1 (%2)").arg(plain(name.name), QLocale().toString(qlonglong{name.count})));
        action->setCheckable(true);
        action->setChecked(filter_.*member == name.name);
        connect(action, &QAction::triggered, this, [this, member, value = name.name](bool on) {
            HistoryFilter filter = filter_;
            filter.*member = on ? value : std::string();
            apply(filter);
        });
    }
}

void FilterBar::addSizes() {
    QMenu* menu = addMenu(tr("Size"));
    menu->setEnabled(!choices_.sizes.empty());
    int shown = 0;
    for (const history::SizeCount& each : choices_.sizes) {
        if (++shown > kMostNames)
            break;
        QAction* action =
            menu->addAction(tr("%1 (%2)").arg(sizeText(each.size.width, each.size.height),
                                              QLocale().toString(qlonglong{each.count})));
        action->setCheckable(true);
        action->setChecked(filter_.size == each.size);
        connect(action, &QAction::triggered, this, [this, size = each.size](bool on) {
            HistoryFilter filter = filter_;
            filter.size = on ? std::optional(size) : std::nullopt;
            apply(filter);
        });
    }
}

void FilterBar::addDates() {
    QMenu* menu = addMenu(tr("Date"));
    const auto add = [this, menu](const QString& text, std::optional<std::int64_t> from,
                                  std::optional<std::int64_t> until) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(filter_.createdFromMs == from && filter_.createdUntilMs == until);
        connect(action, &QAction::triggered, this, [this, from, until] {
            HistoryFilter filter = filter_;
            filter.createdFromMs = from;
            filter.createdUntilMs = until;
            apply(filter);
        });
    };
    add(tr("Any time"), std::nullopt, std::nullopt);
    add(tr("Today"), startOfDay(0), std::nullopt);
    add(tr("Yesterday"), startOfDay(1), startOfDay(0));
    add(tr("The last 7 days"), startOfDay(6), std::nullopt);
    add(tr("The last 30 days"), startOfDay(29), std::nullopt);
    add(tr("Older than 30 days"), std::nullopt, startOfDay(29));
}

void FilterBar::addStars() {
    QMenu* menu = addMenu(tr("Stars"));
    for (int stars = 0; stars <= history::kMostStars; ++stars) {
        const QString text = stars == 0 ? tr("Any")
                             : stars == history::kMostStars
                                 ? starsText(stars)
                                 : tr("%1 or more").arg(starsText(stars));
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(filter_.leastStars == stars);
        connect(action, &QAction::triggered, this, [this, stars] {
            HistoryFilter filter = filter_;
            filter.leastStars = stars;
            apply(filter);
        });
    }
}

void FilterBar::makeMenu() {
    menu_->clear();
    addStars();
    addDates();
    addNames(tr("Tag"), choices_.tags, &HistoryFilter::tag);
    addNames(tr("Model"), choices_.models, &HistoryFilter::model);
    addNames(tr("LoRA"), choices_.loras, &HistoryFilter::lora);
    addSizes();
    QAction* seed = menu_->addAction(tr("Seed…"));
    seed->setObjectName(QStringLiteral("historyFilterSeed"));
    connect(seed, &QAction::triggered, this, &FilterBar::askForSeed);
    menu_->addSeparator();
    QAction* trash = menu_->addAction(tr("Trash"));
    trash->setObjectName(QStringLiteral("historyFilterTrash"));
    trash->setCheckable(true);
    trash->setChecked(filter_.trash == history::Trash::Only);
    connect(trash, &QAction::triggered, this, [this](bool on) {
        HistoryFilter filter = filter_;
        filter.trash = on ? history::Trash::Only : history::Trash::Without;
        apply(filter);
    });
    menu_->addSeparator();
    QAction* all = menu_->addAction(tr("Show everything"));
    all->setObjectName(QStringLiteral("historyFilterNone"));
    all->setEnabled(filter_ != HistoryFilter{});
    connect(all, &QAction::triggered, this, [this] { apply({}); });
}

void FilterBar::askForSeed() {
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("historySeedDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Filter by Seed"));
    dialog->setLabelText(tr("Pictures with this seed:"));
    dialog->setTextValue(filter_.seed ? QString::number(*filter_.seed) : QString());
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& text) {
        bool valid = false;
        const qlonglong seed = text.trimmed().toLongLong(&valid);
        HistoryFilter filter = filter_;
        filter.seed = valid && seed >= 0 ? std::optional<std::int64_t>(seed) : std::nullopt;
        apply(filter);
    });
    dialog->open();
}

void FilterBar::addChip(const QString& name, const QString& text, const HistoryFilter& without) {
    auto* chip = new QToolButton(chips_);
    chip->setObjectName(QStringLiteral("historyChip_") + name);
    chip->setText(text + QStringLiteral("  ✕"));
    chip->setAutoRaise(false);
    chip->setToolTip(tr("Take this filter off"));
    chip->setAccessibleName(tr("Filter: %1. Take it off").arg(text));
    connect(chip, &QToolButton::clicked, this, [this, without] { apply(without); });
    chipLayout_->addWidget(chip);
    chip->show();
}

void FilterBar::showChips() {
    // Later: a chip may be the one that was clicked.
    while (QLayoutItem* item = chipLayout_->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const auto chip = [this](const QString& name, bool isSet, const QString& text, auto&& takeOff) {
        if (!isSet)
            return;
        HistoryFilter without = filter_;
        takeOff(without);
        addChip(name, text, without);
    };
    const HistoryFilter& set = filter_;
    chip(QStringLiteral("trash"), set.trash == history::Trash::Only, tr("Trash"),
         [](HistoryFilter& filter) { filter.trash = history::Trash::Without; });
    chip(QStringLiteral("stars"), set.leastStars > 0,
         set.leastStars == history::kMostStars ? starsText(set.leastStars)
                                               : tr("%1 or more").arg(starsText(set.leastStars)),
         [](HistoryFilter& filter) { filter.leastStars = 0; });
    const auto day = [](std::int64_t ms) {
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(ms).date(), QLocale::ShortFormat);
    };
    chip(QStringLiteral("from"), set.createdFromMs.has_value(),
         tr("From %1").arg(day(set.createdFromMs.value_or(0))),
         [](HistoryFilter& filter) { filter.createdFromMs.reset(); });
    chip(QStringLiteral("until"), set.createdUntilMs.has_value(),
         tr("Before %1").arg(day(set.createdUntilMs.value_or(0))),
         [](HistoryFilter& filter) { filter.createdUntilMs.reset(); });
    chip(QStringLiteral("tag"), !set.tag.empty(), tr("Tag: %1").arg(plain(set.tag)),
         [](HistoryFilter& filter) { filter.tag.clear(); });
    chip(QStringLiteral("model"), !set.model.empty(), tr("Model: %1").arg(plain(set.model)),
         [](HistoryFilter& filter) { filter.model.clear(); });
    chip(QStringLiteral("lora"), !set.lora.empty(), tr("LoRA: %1").arg(plain(set.lora)),
         [](HistoryFilter& filter) { filter.lora.clear(); });
    chip(QStringLiteral("size"), set.size.has_value(),
         set.size ? sizeText(set.size->width, set.size->height) : QString(),
         [](HistoryFilter& filter) { filter.size.reset(); });
    chip(QStringLiteral("seed"), set.seed.has_value(),
         tr("Seed: %1").arg(QString::number(set.seed.value_or(0))),
         [](HistoryFilter& filter) { filter.seed.reset(); });
    chips_->setVisible(chipLayout_->count() > 0);
    chips_->updateGeometry();
}

void FilterBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void FilterBar::retranslate() {
    search_->setPlaceholderText(tr("Search prompts, tags and notes"));
    search_->setAccessibleName(tr("Search the history"));
    search_->setToolTip(tr("Words in any order; \"in quotes\": one behind the other; "
                           "-word: without it"));
    menuButton_->setText(tr("Filter"));
    menuButton_->setAccessibleName(tr("Filter the history"));
    makeMenu();
    showChips();
}

} // namespace diptych::widgets
