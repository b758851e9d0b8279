// The forecast of memory as bars, one for each phase: calm where it fits, amber and red with the
// reason in words where it does not.
#pragma once

#include <QWidget>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace diptych::widgets {

class MemoryForecast;

class MemoryForecastView : public QWidget {
    Q_OBJECT

  public:
    /// `forecast` is borrowed and must outlive this.
    explicit MemoryForecastView(const MemoryForecast* forecast, QWidget* parent = nullptr);

  private:
    class Bar;
    struct Row {
        QWidget* box = nullptr;
        QLabel* phase = nullptr;
        QLabel* amount = nullptr;
        QLabel* sign = nullptr; ///< beside the reason: colour is not the only signal
        QLabel* reason = nullptr;
        Bar* bar = nullptr;
    };

    Row makeRow();
    void refresh();

    const MemoryForecast* forecast_;
    QVBoxLayout* column_;
    QLabel* empty_;
    QLabel* advice_;
    std::vector<Row> rows_; // as many as were ever needed
};

} // namespace diptych::widgets
