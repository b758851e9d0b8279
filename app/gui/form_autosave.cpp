#include "app/gui/form_autosave.h"

#include "core/base/file.h"

#include <string>
#include <utility>

namespace diptych::gui {

namespace {

constexpr int kPauseMs = 250;
constexpr int kLatestMs = 800; // with the write, less than a second of typing can be lost

std::filesystem::path fileIn(const std::filesystem::path& folder) {
    return folder / "session.json";
}

std::filesystem::path copyIn(const std::filesystem::path& folder) {
    return folder / "session.json.bak";
}

Result<widgets::RequestForm> readForm(const std::filesystem::path& path) {
    DIPTYCH_TRY(const std::string json, readFile(path));
    return widgets::formFromJson(json);
}

} // namespace

RestoredForm readSavedForm(const std::filesystem::path& folder) {
    RestoredForm restored;
    auto newest = readForm(fileIn(folder));
    if (newest) {
        restored.form = std::move(*newest);
        // Readable now: this is what a damaged file will be replaced by.
        if (const auto json = readFile(fileIn(folder)))
            static_cast<void>(writeFileAtomically(copyIn(folder), *json, Overwrite::Yes));
        return restored;
    }
    restored.damaged = newest.error().code != ErrorCode::FileNotFound;
    if (auto copy = readForm(copyIn(folder)))
        restored.form = std::move(*copy);
    return restored;
}

FormAutosave::FormAutosave(widgets::RequestModel* model, widgets::IoThread* io,
                           std::filesystem::path folder, QObject* parent)
    : QObject(parent), model_(model), io_(io), folder_(std::move(folder)) {
    timer_.setSingleShot(true);
    timer_.setInterval(kPauseMs);
    latest_.setSingleShot(true);
    latest_.setInterval(kLatestMs);
    connect(&timer_, &QTimer::timeout, this, &FormAutosave::write);
    connect(&latest_, &QTimer::timeout, this, &FormAutosave::write);
    connect(model_, &widgets::RequestModel::edited, this, [this] {
        timer_.start();
        if (!latest_.isActive())
            latest_.start();
    });
}

void FormAutosave::flush() {
    if (timer_.isActive() || latest_.isActive())
        write();
}

void FormAutosave::write() {
    timer_.stop();
    latest_.stop();
    // A disk that is full now may have room a moment later; the next change tries again.
    io_->post([form = model_->form(), path = fileIn(folder_)] {
        static_cast<void>(writeFileAtomically(path, widgets::formToJson(form), Overwrite::Yes));
    });
}

} // namespace diptych::gui
