// The adapters of a request: added, switched, weighed, removed.
#pragma once

#include "widgets/model/request_form.h"

#include <QWidget>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace diptych::widgets {

class LoraList : public QWidget {
    Q_OBJECT

  public:
    explicit LoraList(QWidget* parent = nullptr);

    const std::vector<LoraItem>& items() const { return items_; }
    void setItems(const std::vector<LoraItem>& items);
    /// Adds a file behind the others, unless it is there already.
    void add(const QString& path);

  Q_SIGNALS:
    void itemsEdited(const std::vector<diptych::widgets::LoraItem>& items);

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void choose();
    void rebuild();
    QWidget* makeRow(std::size_t index);
    void edited();

    std::vector<LoraItem> items_;
    QVBoxLayout* rows_;
    QLabel* empty_;
};

} // namespace diptych::widgets
