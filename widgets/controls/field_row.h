// A setting in a form: its label, its control, and a dot where it is not as recommended, which sets
// it back.
#pragma once

#include <QString>
#include <QWidget>

class QLabel;
class QToolButton;

namespace diptych::widgets {

class FieldRow : public QWidget {
    Q_OBJECT

  public:
    /// Takes ownership of `control`; the label becomes its buddy and its accessible name. `help`
    /// is the tooltip of both.
    FieldRow(const QString& label, const QString& help, QWidget* control,
             QWidget* parent = nullptr);

    /// Shows the dot. `recommended` says what is recommended, for its tooltip.
    void setChanged(bool changed, const QString& recommended);
    bool isMarked() const { return changed_; }

  Q_SIGNALS:
    void resetRequested();

  private:
    QToolButton* dot_;
    bool changed_ = false;
};

/// The width that labels of all rows share, so that controls stand in one column.
inline constexpr int kLabelWidth = 92;

} // namespace diptych::widgets
