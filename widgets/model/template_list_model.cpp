#include "widgets/model/template_list_model.h"

#include "widgets/model/template_category.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace diptych::widgets {

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

} // namespace

TemplateListModel::TemplateListModel(QObject* parent) : QAbstractListModel(parent) {}

void TemplateListModel::setSnapshot(TemplateSnapshotPtr snapshot) {
    snapshot_ = std::move(snapshot);
    refresh();
}

void TemplateListModel::setFilter(const TemplateFilter& filter) {
    if (filter == filter_)
        return;
    filter_ = filter;
    refresh();
}

void TemplateListModel::setFavourites(const QStringList& names) {
    favourites_ = names;
    refresh();
}

void TemplateListModel::toggleFavourite(const QString& name) {
    if (!favourites_.removeOne(name))
        favourites_ << name;
    if (filter_.shelf == TemplateShelf::Favourites) {
        refresh();
    } else if (const int row = rowOf(name); row >= 0) {
        Q_EMIT dataChanged(index(row), index(row), {TemplateFavouriteRole});
    }
    Q_EMIT marksChanged();
}

void TemplateListModel::setRecent(const QStringList& names) {
    recent_ = names.mid(0, kMostRecent);
    refresh();
}

void TemplateListModel::noteUse(const QString& name) {
    recent_.removeAll(name);
    recent_.prepend(name);
    recent_ = recent_.mid(0, kMostRecent);
    if (filter_.shelf == TemplateShelf::Recent)
        refresh();
    Q_EMIT marksChanged();
}

void TemplateListModel::rename(const QString& from, const QString& to) {
    if (from == to)
        return;
    for (QStringList* const names : {&favourites_, &recent_})
        if (const qsizetype at = names->indexOf(from); at >= 0)
            names->replace(at, to);
    refresh();
    Q_EMIT marksChanged();
}

const PromptTemplate* TemplateListModel::at(int row) const {
    return row >= 0 && row < rowCount() ? &snapshot_->all[rows_[static_cast<std::size_t>(row)]]
                                        : nullptr;
}

int TemplateListModel::rowOf(const QString& name) const {
    const std::string wanted = name.toStdString();
    for (int row = 0; row < rowCount(); ++row)
        if (at(row)->name == wanted)
            return row;
    return -1;
}

QStringList TemplateListModel::categories() const {
    std::set<std::string> names;
    bool hasRewriters = false;
    for (const PromptTemplate& value : snapshot_->all)
        if (isRewriter(value))
            hasRewriters = true;
        else if (!value.category.empty())
            names.insert(value.category);
    QStringList result;
    for (const std::string& name : names)
        result << text(name);
    if (hasRewriters)
        result << QString::fromUtf8(kRewriterCategory.data(), kRewriterCategory.size());
    return result;
}

QStringList TemplateListModel::tags(int most) const {
    std::map<std::string, int> counts;
    for (const PromptTemplate& value : snapshot_->all)
        for (const std::string& tag : value.tags)
            ++counts[tag];
    std::vector<std::pair<std::string, int>> order(counts.begin(), counts.end());
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    QStringList result;
    for (const auto& [tag, count] : order)
        if (result.size() < most)
            result << text(tag);
    return result;
}

bool TemplateListModel::isShown(const PromptTemplate& value) const {
    switch (filter_.shelf) {
    case TemplateShelf::All:
        break;
    case TemplateShelf::Favourites:
        if (!favourites_.contains(text(value.name)))
            return false;
        break;
    case TemplateShelf::Recent:
        if (!recent_.contains(text(value.name)))
            return false;
        break;
    case TemplateShelf::Own:
        if (value.source.origin != TemplateOrigin::User)
            return false;
        break;
    }
    if (!filter_.category.isEmpty())
        return text(value.category) == filter_.category;
    // A rewriter is no template for pictures; among the user's own ones it is.
    return filter_.shelf == TemplateShelf::Own || !isRewriter(value);
}

void TemplateListModel::refresh() {
    beginResetModel();
    rows_.clear();
    for (const TemplateMatch& match : snapshot_->search.find(filter_.query.toStdString()))
        if (isShown(snapshot_->all[match.index]))
            rows_.push_back(match.index);
    // What was searched for comes best first.
    const bool searches = !filter_.query.trimmed().isEmpty();
    if (!searches && filter_.shelf != TemplateShelf::Recent)
        std::stable_sort(rows_.begin(), rows_.end(), [this](std::size_t a, std::size_t b) {
            return text(displayTitle(snapshot_->all[a]))
                       .compare(text(displayTitle(snapshot_->all[b])), Qt::CaseInsensitive) < 0;
        });
    else if (!searches)
        std::stable_sort(rows_.begin(), rows_.end(), [this](std::size_t a, std::size_t b) {
            return recent_.indexOf(text(snapshot_->all[a].name)) <
                   recent_.indexOf(text(snapshot_->all[b].name));
        });
    endResetModel();
    Q_EMIT filtered();
}

int TemplateListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant TemplateListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PromptTemplate& value = *at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(displayTitle(value));
    case Qt::AccessibleTextRole:
        return tr("%1, %2").arg(text(displayTitle(value)), categoryTitle(text(value.category)));
    case Qt::ToolTipRole:
        return value.description.empty()
                   ? text(value.name)
                   : tr("%1: %2").arg(text(value.name), text(value.description));
    case TemplateNameRole:
        return text(value.name);
    case TemplateDescriptionRole:
        return text(value.description);
    case TemplateCategoryRole:
        return categoryTitle(text(value.category));
    case TemplateFavouriteRole:
        return favourites_.contains(text(value.name));
    case TemplateOwnRole:
        return value.source.origin == TemplateOrigin::User;
    default:
        return {};
    }
}

} // namespace diptych::widgets
