// The test of a connection while it runs and after it: nine stages, one row each, and what came of
// it in words.
#pragma once

#include "core/net/connection_test.h"

#include <QAbstractListModel>
#include <QString>

#include <array>

namespace diptych::widgets {

enum class StageMark { Waiting, Running, Passed, Failed, Skipped };

enum StageRole { StageMarkRole = Qt::UserRole + 1 }; ///< int, a StageMark

class ConnectionTestModel : public QAbstractListModel {
    Q_OBJECT

  public:
    static constexpr int kStageCount = 9;

    using QAbstractListModel::QAbstractListModel;

    /// All stages wait, the first one runs.
    void begin();
    void setStage(const net::StageResult& result);
    /// The stages as the report has them, and the words for it.
    void finish(const net::ConnectionReport& report);
    /// Nothing was tested.
    void clear();

    bool isRunning() const { return running_; }
    bool isEmpty() const { return empty_; }
    /// What happened: of a failure the cause; empty while it runs.
    QString summary() const { return summary_; }
    /// What to do about a failure; empty after success.
    QString advice() const { return advice_; }
    bool succeeded() const { return succeeded_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  Q_SIGNALS:
    /// It began, ended or was cleared.
    void changed();

  private:
    void mark(int row, StageMark mark);

    std::array<StageMark, kStageCount> marks_{};
    bool running_ = false;
    bool empty_ = true;
    bool succeeded_ = false;
    QString summary_;
    QString advice_;
};

/// "Name", "Connection", …
QString stageTitle(net::ConnectionStage stage);

} // namespace diptych::widgets
