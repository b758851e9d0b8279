// The main window: arranges panels, menus and cells, and remembers their places. It decides
// nothing.
#pragma once

#include "app/gui/actions.h"

#include <QByteArray>
#include <QMainWindow>

#include <functional>
#include <utility>
#include <vector>

class QDockWidget;

namespace diptych::gui {

class CommandPalette;
class SettingsStore;
class StatusCells;

/// A panel and where it stands at first.
struct PanelPlace {
    QString name; ///< stable: the layout is stored under it
    QString title;
    QWidget* panel = nullptr;
    Qt::DockWidgetArea area = Qt::LeftDockWidgetArea;
    int width = 320;      ///< pixels, at first
    QString tabbedWith;   ///< the name of a panel whose place it shares; empty = none
    bool inCreate = true; ///< shown in the first perspective, until the user hides it
};

/// What the window is arranged for. Each remembers where its panels stand.
enum class Perspective { Create, Compare, Inspect, History };

class MainWindow : public QMainWindow {
    Q_OBJECT

  public:
    /// The window takes over the panels; `actions` and `settings` are borrowed.
    MainWindow(Actions* actions, SettingsStore* settings, QWidget* centre,
               const std::vector<PanelPlace>& panels, QWidget* parent = nullptr);

    StatusCells* cells() { return cells_; }
    CommandPalette* palettePopup() { return commands_; }
    /// Brings a panel to the front.
    void reveal(const QString& panel);
    void setPicturesOnly(bool only);
    void setLocked(bool locked);
    /// Puts the panels of this perspective where they were at first.
    void resetLayout();
    /// Leaves the panels where they stand for the present perspective and brings back the other's.
    void setPerspective(Perspective perspective);
    Perspective perspective() const { return perspective_; }
    void saveLayout();
    /// What must be asked before the window closes; true = go on. The default is to close.
    void setCloseQuestion(std::function<bool()> mayClose) { mayClose_ = std::move(mayClose); }

  protected:
    void closeEvent(QCloseEvent* event) override;

  private:
    void addPanel(const PanelPlace& place);
    void arrange();
    void arrangeFor(Perspective perspective);
    void connectPerspectives();
    void restorePanels();
    QString stateKey() const;
    void restoreLayout();
    QDockWidget* dock(const QString& name) const;

    Actions* actions_;
    SettingsStore* settings_;
    std::vector<PanelPlace> places_;
    Perspective perspective_ = Perspective::Create;
    CommandPalette* commands_;
    StatusCells* cells_;
    QByteArray layoutWithPanels_; ///< while only the picture is shown
    std::function<bool()> mayClose_;
};

} // namespace diptych::gui
