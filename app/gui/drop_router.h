// Files that are dropped anywhere on the window, except where a control wants them itself: says
// before they are let go what will happen, then hands them over.
#pragma once

#include <QObject>
#include <QStringList>

class QLabel;
class QMimeData;
class QWidget;

namespace diptych::gui {

class DropRouter : public QObject {
    Q_OBJECT

  public:
    /// `window` is borrowed and owns this. Texts take dropped words themselves, but no files.
    explicit DropRouter(QWidget* window);

    bool eventFilter(QObject* watched, QEvent* event) override;

  Q_SIGNALS:
    void dropped(const QStringList& files);

  private:
    bool take(QEvent* event);
    void showHint(const QStringList& files);

    QWidget* window_;
    QLabel* hint_;
};

} // namespace diptych::gui
