// The zoom commands, for whichever view of pictures stands in the middle of the window.
#pragma once

#include "app/gui/actions.h"

#include <QObject>

namespace diptych::widgets {
class CompareView;
class ImageView;
} // namespace diptych::widgets

namespace diptych::gui {

class CentrePages;

class ZoomActions : public QObject {
    Q_OBJECT

  public:
    /// Everything is borrowed.
    ZoomActions(Actions* actions, const CentrePages* pages, widgets::ImageView* picture,
                widgets::CompareView* comparison, QObject* parent = nullptr);

    /// Whether there is anything to zoom may have changed.
    void refresh();

  private:
    template <typename Act> void on(Command command, Act act);

    Actions* actions_;
    const CentrePages* pages_;
    widgets::ImageView* picture_;
    widgets::CompareView* comparison_;
};

} // namespace diptych::gui
