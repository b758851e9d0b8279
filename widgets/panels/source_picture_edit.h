// A picture to start from: chosen, dropped, shown small, taken away.
#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace diptych::widgets {

class SourcePictureEdit : public QWidget {
    Q_OBJECT

  public:
    explicit SourcePictureEdit(QWidget* parent = nullptr);

    QString path() const { return path_; }
    void setPath(const QString& path);

  Q_SIGNALS:
    void pathEdited(const QString& path);

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void choose();
    void put(const QString& path);

    QString path_;
    QToolButton* choose_;
    QToolButton* clear_;
    QLabel* name_;
};

} // namespace diptych::widgets
