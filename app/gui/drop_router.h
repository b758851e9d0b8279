// Files that are dropped anywhere on the window, except where a control wants them itself: says
// before they are let go what will happen, then hands them over.
#pragma once

#include <QObject>
#include <QStringList>

#include <functional>

class QLabel;
class QMimeData;
class QWidget;

namespace diptych::gui {

class DropRouter : public QObject {
    Q_OBJECT

  public:
    /// What a file is taken for, by its name.
    enum class Kind { Picture, Embeddings };
    using KindOf = std::function<Kind(const QString& file)>;

    /// `window` is borrowed and owns this. Texts take dropped words themselves, but no files.
    DropRouter(QWidget* window, KindOf kindOf);

    bool eventFilter(QObject* watched, QEvent* event) override;

  Q_SIGNALS:
    void dropped(const QStringList& files);

  private:
    bool take(QEvent* event);
    void showHint(const QStringList& files);

    QString hintFor(const QStringList& files) const;

    QWidget* window_;
    KindOf kindOf_;
    QLabel* hint_;
};

} // namespace diptych::gui
