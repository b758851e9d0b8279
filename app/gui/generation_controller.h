// Between the form, the queue and the picture: turns wishes into jobs, and what happens to jobs
// into what is shown.
#pragma once

#include "app/gui/actions.h"
#include "app/worker/generation_queue.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/model/request_model.h"
#include "widgets/model/result_model.h"

#include <QObject>

#include <optional>
#include <vector>

namespace diptych::widgets {
class QueuePanel;
class ResultPanel;
class SettingsPanel;
} // namespace diptych::widgets

namespace diptych::gui {

class StatusCells;

/// Everything is borrowed.
struct ControllerParts {
    Actions* actions = nullptr;
    widgets::RequestModel* form = nullptr;
    widgets::ResultModel* results = nullptr;
    worker::GenerationQueue* queue = nullptr;
    widgets::ResultPanel* resultPanel = nullptr;
    widgets::QueuePanel* queuePanel = nullptr;
    widgets::SettingsPanel* settingsPanel = nullptr;
    StatusCells* cells = nullptr;
};

class GenerationController : public QObject {
    Q_OBJECT

  public:
    explicit GenerationController(const ControllerParts& parts, QObject* parent = nullptr);

    /// Why nothing can be drawn now; told when the user tries. Empty = all is well.
    void setObstacle(std::optional<Error> obstacle);

    /// A picture could not be saved by itself.
    void tellNotKept(const Error& error);
    /// Jobs of an earlier session came back; the queue is paused.
    void tellRestored(int waiting, const std::vector<worker::JobId>& interrupted);

  Q_SIGNALS:
    /// A picture joined the filmstrip; it is not saved yet.
    void pictureShown(diptych::widgets::ResultId result,
                      const diptych::worker::PictureDrawn& picture);
    /// A job that needs the user's eyes is over: pictures, or a failure.
    void attentionWanted(diptych::worker::JobId job);

  private:
    enum class How { Behind, InFront, Interrupting };

    void connectActions();
    void connectQueue();
    void connectQueuePanel();
    void generate(How how);
    void clearQueue();
    void edit(worker::JobId job);
    void putBack(worker::JobId job);
    void use(worker::JobId job);
    void showProgress(worker::JobId job);
    void showPicture(worker::JobId job, const worker::PictureDrawn& picture);
    void showNotice(const Notice& notice);
    void finish(worker::JobId job);
    void refresh();
    void tell(const Error& error, const QString& key,
              const std::vector<widgets::NoticeAction>& actions = {});

    ControllerParts parts_;
    std::optional<Error> obstacle_;
};

} // namespace diptych::gui
