// The pictures that are compared, in their order: an item model, at most nine rows. Pictures come
// from anywhere; one that is still drawn has a row before it has pixels.
#pragma once

#include "core/domain/generation_request.h"

#include <QAbstractListModel>
#include <QImage>
#include <QSize>
#include <QString>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace diptych::widgets {

using CompareId = std::uint64_t; ///< from 1; 0 = none

struct ComparedPicture {
    CompareId id = 0;
    QString name;  ///< "cat.png", the head of the prompt
    QString state; ///< "waits", "step 3 of 8", why there is no picture; empty = all is said
    QImage picture;
    bool isPreview = false; ///< unfinished
    QSize size;             ///< pixels of the finished picture; empty = those of `picture`
    QString file;           ///< empty = not stored
    QString noise;          ///< names the noise that it began as; empty = not known
    std::optional<GenerationRequest> request; ///< what drew it, where that is known
};

class CompareSet : public QAbstractListModel {
    Q_OBJECT

  public:
    static constexpr int kMost = 9;

    using QAbstractListModel::QAbstractListModel;

    bool isFull() const { return rowCount() >= kMost; }
    /// Its id; 0 when the set is full. A file that is in the set already is not added again.
    CompareId append(ComparedPicture picture);
    void remove(CompareId id);
    void clear();
    /// Changes a picture that is there; nothing when it is not. Its id stays.
    void update(CompareId id, const std::function<void(ComparedPicture&)>& change);

    const ComparedPicture* at(int row) const;
    const ComparedPicture* find(CompareId id) const { return at(rowOf(id)); }
    /// −1 = not there.
    int rowOf(CompareId id) const;
    const std::vector<ComparedPicture>& pictures() const { return pictures_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    /// DisplayRole: letter and name; DecorationRole: a small picture.
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    std::vector<ComparedPicture> pictures_;
    std::vector<QImage> thumbnails_;
    CompareId lastId_ = 0;
};

} // namespace diptych::widgets
