// The form on the disk: written a moment after every change, whole or not at all, and read back at
// the next start.
#pragma once

#include "widgets/history_model/ordered_executor.h"
#include "widgets/model/request_model.h"

#include <QObject>
#include <QTimer>

#include <filesystem>
#include <optional>

namespace diptych::gui {

/// What was found at the start.
struct RestoredForm {
    std::optional<widgets::RequestForm> form; ///< empty = nothing was saved, or nothing is readable
    bool damaged = false;                     ///< the newest file was; `form` is the copy before
};

/// Reads `folder`/session.json, else its last good copy.
RestoredForm readSavedForm(const std::filesystem::path& folder);

class FormAutosave : public QObject {
    Q_OBJECT

  public:
    /// Both are borrowed; `io` outlives this.
    FormAutosave(widgets::RequestModel* model, widgets::IoThread* io, std::filesystem::path folder,
                 QObject* parent = nullptr);

    /// Writes now what is pending.
    void flush();

  private:
    void write();

    widgets::RequestModel* model_;
    widgets::IoThread* io_;
    std::filesystem::path folder_;
    QTimer timer_;
    QTimer latest_; ///< the longest that typing may put it off
};

} // namespace diptych::gui
