#include "app/gui/zoom_actions.h"

#include "app/gui/centre_pages.h"
#include "widgets/controls/compare_view.h"
#include "widgets/controls/image_view.h"

namespace diptych::gui {

ZoomActions::ZoomActions(Actions* actions, const CentrePages* pages, widgets::ImageView* picture,
                         widgets::CompareView* comparison, QObject* parent)
    : QObject(parent), actions_(actions), pages_(pages), picture_(picture),
      comparison_(comparison) {
    on(Command::Fit, [](auto* view) { view->fit(); });
    on(Command::ActualSize, [](auto* view) { view->setZoom(1.0); });
    on(Command::DoubleSize, [](auto* view) { view->setZoom(2.0); });
    on(Command::ZoomIn, [](auto* view) { view->zoomIn(); });
    on(Command::ZoomOut, [](auto* view) { view->zoomOut(); });
    connect(pages_, &CentrePages::changed, this, &ZoomActions::refresh);
    connect(picture_, &widgets::ImageView::zoomChanged, this, &ZoomActions::refresh);
    connect(comparison_, &widgets::CompareView::zoomChanged, this, &ZoomActions::refresh);
    refresh();
}

template <typename Act> void ZoomActions::on(Command command, Act act) {
    connect(actions_->get(command), &QAction::triggered, this, [this, act] {
        if (pages_->showsComparison())
            act(comparison_);
        else
            act(picture_);
    });
}

void ZoomActions::refresh() {
    const bool any =
        pages_->showsComparison() ? comparison_->paneCount() > 0 : !picture_->picture().isNull();
    for (const Command command : {Command::Fit, Command::ActualSize, Command::DoubleSize,
                                  Command::ZoomIn, Command::ZoomOut})
        actions_->get(command)->setEnabled(any);
}

} // namespace diptych::gui
