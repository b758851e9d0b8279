// Saved embeddings in the window: reads files beside it, shows them, and lets the form draw from
// them.
#pragma once

#include "app/gui/actions.h"
#include "app/worker/generation_queue.h"
#include "core/encoders/embedding_file.h"
#include "widgets/history_model/ordered_executor.h"
#include "widgets/model/request_model.h"
#include "widgets/panels/embedding_panel.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <map>

namespace diptych::widgets {
class ResultPanel;
}

namespace diptych::gui {

class SettingsStore;

/// Everything is borrowed; `io` outlives the controller.
struct EmbeddingParts {
    Actions* actions = nullptr;
    SettingsStore* settings = nullptr;
    widgets::RequestModel* form = nullptr;
    worker::GenerationQueue* queue = nullptr;
    widgets::ResultPanel* resultPanel = nullptr;
    widgets::OrderedExecutor* io = nullptr;
};

/// Whether a file's name says that it may hold embeddings.
bool mayHoldEmbeddings(const QString& file);

class EmbeddingController : public QObject {
    Q_OBJECT

  public:
    explicit EmbeddingController(const EmbeddingParts& parts, QObject* parent = nullptr);

    /// Belongs to whoever puts it into a window.
    widgets::EmbeddingPanel* panel() { return panel_; }
    /// Shows a file.
    void open(const QString& file);
    /// Encodes the form's prompt into a file, as a job of the queue, and shows it then.
    void save(const QString& file);

  Q_SIGNALS:
    /// The panel should be looked at.
    void revealRequested();

  private:
    void chooseFile();
    void chooseTarget();
    void finish(worker::JobId job);
    void take(const EmbeddingFacts& facts, widgets::ShownEmbeddings shown);
    void draw(const QString& file);
    void useAsNegative(const QString& file);
    void tell(const QString& text);

    EmbeddingParts parts_;
    widgets::EmbeddingPanel* panel_;
    std::map<worker::JobId, QString> saving_; ///< jobs that encode, and into which file
};

} // namespace diptych::gui
