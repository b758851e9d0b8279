// Models to draw with: those that are on this machine, found by looking where other programs keep
// them, and what to fetch where when there is none. Nothing is fetched by itself.
#pragma once

#include "core/checkpoint/model_finder.h"
#include "widgets/history_model/ordered_executor.h"

#include <QDialog>

#include <filesystem>
#include <stop_token>
#include <vector>

class QLabel;
class QListWidget;
class QPushButton;

namespace diptych::gui {

class ModelDialog : public QDialog {
    Q_OBJECT

  public:
    /// `io` is borrowed and outlives the dialog. Looks into `folders` at once.
    ModelDialog(std::vector<std::filesystem::path> folders, widgets::OrderedExecutor* io,
                QWidget* parent = nullptr);
    ~ModelDialog() override;

    /// Looks into one more folder.
    void lookInto(const std::filesystem::path& folder);

  Q_SIGNALS:
    void chosen(const diptych::FoundModel& model);

  private:
    QWidget* makeAdvice();
    void look(std::vector<std::filesystem::path> folders, bool isAsked);
    void take(const std::vector<FoundModel>& found, bool isAsked);
    void refresh();
    void choose();

    widgets::OrderedExecutor* io_;
    std::stop_source stop_;
    std::vector<FoundModel> found_;
    QLabel* status_;
    QListWidget* list_;
    QLabel* details_;
    QPushButton* use_;
};

} // namespace diptych::gui
