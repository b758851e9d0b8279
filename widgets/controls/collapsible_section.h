// A titled part of a panel that can be folded away; its header tells how many settings in it are
// not as recommended.
#pragma once

#include <QWidget>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace diptych::widgets {

class CollapsibleSection : public QWidget {
    Q_OBJECT

  public:
    /// `name` becomes the object name, under which its state can be stored.
    CollapsibleSection(const QString& name, const QString& title, QWidget* parent = nullptr);

    /// Takes ownership. Call once.
    void setContent(QWidget* content);
    void setTitle(const QString& title);
    /// Shown in the header: "2 changed", or nothing at 0.
    void setChangedCount(int count);

    bool isOpen() const;
    void setOpen(bool open);

  Q_SIGNALS:
    void opened(bool open);

  private:
    QToolButton* header_;
    QLabel* count_;
    QVBoxLayout* layout_;
    QWidget* content_ = nullptr;
};

} // namespace diptych::widgets
