// The pictures of this session, the newest last: the filmstrip's item model.
#pragma once

#include "core/image/picture_metadata.h"

#include <QAbstractListModel>
#include <QImage>
#include <QString>
#include <QThreadPool>

#include <cstdint>
#include <vector>

namespace diptych::widgets {

using ResultId = std::uint64_t; ///< from 1; 0 = none

struct ResultItem {
    ResultId id = 0;
    QImage picture; ///< null once it was put aside: it is in `file`
    QImage thumbnail;
    QString file; ///< empty until it is stored, or when it could not be
    PictureMetadata metadata;
    double seconds = 0.0; ///< of drawing it
};

class ResultModel : public QAbstractListModel {
    Q_OBJECT

  public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< ResultId
        FileRole,                  ///< QString
    };

    explicit ResultModel(QObject* parent = nullptr);
    ~ResultModel() override;

    /// Its id. Older pictures that lie in a file are put aside, so that memory stays bounded.
    ResultId append(ResultItem item);
    /// The picture lies in this file from now on.
    void setFile(ResultId id, const QString& file);
    void remove(ResultId id);
    void clear();

    /// Null when there is none of this id.
    const ResultItem* find(ResultId id) const;
    const ResultItem* at(int row) const;
    int rowOf(ResultId id) const;
    /// Sees to it that the picture is in memory; `pictureReady` tells when, at once if it is.
    void request(ResultId id);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void pictureReady(diptych::widgets::ResultId id, const QImage& picture);
    /// The file is gone or cannot be read.
    void pictureMissing(diptych::widgets::ResultId id);

  private:
    void putAsideOld();
    void loaded(ResultId id, const QImage& picture);

    std::vector<ResultItem> items_;
    ResultId lastId_ = 0;
    QThreadPool loader_;
};

} // namespace diptych::widgets
