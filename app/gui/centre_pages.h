// The middle of the window: the result of drawing or the comparison, and above either of them what
// there is to say.
#pragma once

#include <QWidget>

class QStackedWidget;

namespace diptych::widgets {
class ComparePanel;
class ResultPanel;
} // namespace diptych::widgets

namespace diptych::gui {

class CentrePages : public QWidget {
    Q_OBJECT

  public:
    /// Takes over both, and the notices of the first one.
    CentrePages(widgets::ResultPanel* result, widgets::ComparePanel* comparison);

    bool showsComparison() const;
    void showComparison(bool show);

  Q_SIGNALS:
    void changed();

  private:
    QStackedWidget* pages_;
};

} // namespace diptych::gui
