import photos
import pytest


@pytest.mark.parametrize(
    ("in_position", "targets", "reached"),
    [(True, ("top",), True), (True, (), False), (False, ("top",), False), (None, ("top",), False)],
)
def test_a_target_is_reached_only_in_position(in_position, targets, reached):
    assert photos.Look(in_position, targets).reached is reached


def test_a_folder_without_the_photos_is_told(tmp_path, capsys):
    with pytest.raises(SystemExit, match="2"):
        photos.main([str(tmp_path)])
    assert "none of the photos" in capsys.readouterr().err
