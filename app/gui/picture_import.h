// Pictures from outside: opened, dropped or pasted, they join the filmstrip, and what they tell
// about their making is offered to the form, field by field, as one step.
#pragma once

#include "core/domain/generation_request.h"
#include "core/image/recovered_settings.h"
#include "widgets/history_model/ordered_executor.h"
#include "widgets/model/request_model.h"
#include "widgets/model/result_model.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

class QMimeData;

namespace diptych::widgets {
class ResultPanel;
}

namespace diptych::gui {

/// Everything is borrowed; `io` outlives the import.
struct ImportParts {
    widgets::RequestModel* form = nullptr;
    widgets::ResultModel* results = nullptr;
    widgets::ResultPanel* resultPanel = nullptr;
    widgets::OrderedExecutor* io = nullptr;
};

class PictureImport : public QObject {
    Q_OBJECT

  public:
    explicit PictureImport(const ImportParts& parts, QObject* parent = nullptr);

    /// Where adapters are looked up that a picture names without a folder.
    void setLoraFolder(std::filesystem::path folder) { loraFolder_ = std::move(folder); }

    /// Shows these pictures and offers the settings of the first one that has some. What is no
    /// picture is named.
    void open(const QStringList& files);
    /// The settings of what was copied: a picture's file, our own data, or a readable text.
    void paste(const QMimeData* data);
    /// Asks for a picture; `folder` is where to begin.
    void choose(const QString& folder);

  Q_SIGNALS:
    /// It was a picture.
    void opened(const QString& file);

  private:
    /// What was found in one file, or in the clipboard.
    struct Found {
        QString file; ///< empty = the clipboard
        QImage thumbnail;
        bool isPicture = false;
        std::optional<RecoveredSettings> settings;
        std::vector<std::string> missingFiles;
    };

    static Found look(const QString& file, const GenerationRequest& base,
                      const std::filesystem::path& loraFolder);
    void take(const std::vector<Found>& found);
    widgets::ResultId show(const Found& found);
    void offer(const Found& found);
    void tellNoSettings(const QString& file);
    void tell(const QString& text, bool isWarning = false);

    ImportParts parts_;
    std::filesystem::path loraFolder_;
};

} // namespace diptych::gui
