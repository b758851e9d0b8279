// What can be done with the picture that is shown: saved elsewhere, copied, found on the disk, its
// settings used again.
#pragma once

#include "app/gui/actions.h"
#include "core/image/picture_metadata.h"
#include "widgets/history_model/ordered_executor.h"
#include "widgets/model/request_model.h"
#include "widgets/model/result_model.h"

#include <QObject>

namespace diptych::widgets {
class NoticeBar;
class ResultPanel;
} // namespace diptych::widgets

namespace diptych::gui {

class SettingsStore;

class PictureActions : public QObject {
    Q_OBJECT

  public:
    /// Everything is borrowed.
    PictureActions(Actions* actions, widgets::RequestModel* form, widgets::ResultModel* results,
                   widgets::ResultPanel* panel, SettingsStore* settings, widgets::IoThread* io,
                   QObject* parent = nullptr);

    /// Writes the picture that is shown, in the format of the name's ending; `notices` hears how it
    /// went.
    void save(const QString& file);
    MetadataLevel metadataLevel() const;

  private:
    void connectActions();
    void connectViewer();
    void connectMetadata();
    void chooseFile();
    void saved(const QString& file, const Status& status);
    void copy();
    void showInFolder();
    void useAll();
    void usePrompt();
    void useSeed();
    void tellUse(const QString& text);
    void refresh();
    const widgets::ResultItem* shown() const;

    Actions* actions_;
    widgets::RequestModel* form_;
    widgets::ResultModel* results_;
    widgets::ResultPanel* panel_;
    SettingsStore* settings_;
    widgets::IoThread* io_;
};

} // namespace diptych::gui
