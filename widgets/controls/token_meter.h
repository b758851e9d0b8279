// How much of the encoder's range a prompt fills: a bar with one stretch for each part, and the
// count in words.
#pragma once

#include "widgets/model/token_counter.h"

#include <QWidget>

class QLabel;

namespace diptych::widgets {

class TokenMeter : public QWidget {
    Q_OBJECT

  public:
    explicit TokenMeter(QWidget* parent = nullptr);

    /// `limit` is the range that the model was trained on, in tokens.
    void setLimit(int limit);
    void setCounts(const TokenCounts& counts);
    /// Instead of a count.
    void setUnavailable(const QString& reason);

    QString text() const;

  private:
    class Bar;

    void refresh();

    TokenCounts counts_;
    int limit_ = 512;
    Bar* bar_;
    QLabel* label_;
};

} // namespace diptych::widgets
