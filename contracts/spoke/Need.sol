// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Scene, Line} from "./Scene.sol";

/// @title What a book needs traded, as far as its own inventory and quote carry it
library Need {
    /// @notice Under a lease: an active book walks to its inner band, or by a lot where that is less and a lot still brings it
    /// nearer. False if there is no need.
    function toInnerBand(Scene memory scene, Line memory line) internal pure returns (bool) {
        int256 y = line.distance();
        if (!line.at.active) return false;
        uint256 lot = scene.config.lot;
        uint256 need = SignedMath.abs(y) - line.at.inner;
        line.most = scene.pair.baseWad(scene.pair.baseUp(need)) + lot;
        if (need < lot && SignedMath.abs(y) > lot / 2) need = lot;
        line.need = carried(scene, line, need, scene.worstPrice(y < 0));
        return true;
    }

    /// @notice In HOLD: the roll-off alone, towards the target and out of inventory. False if there is none.
    function toRollOff(Scene memory scene, Line memory line, uint256 left) internal pure returns (bool) {
        int256 y = line.distance();
        if (left == 0 || y <= 0) return false;
        line.most = scene.pair.baseWad(scene.pair.baseDown(Math.min(left, uint256(y))));
        line.need = carried(scene, line, line.most, scene.worstPrice(false));
        return true;
    }

    /// @notice For a fill: to the inner band, or one lot where that is less.
    function toFill(Scene memory scene, Line memory line, uint256 price) internal pure {
        uint256 need = Math.max(SignedMath.abs(line.distance()) - line.at.inner, scene.config.lot);
        line.need = carried(scene, line, need, price);
        line.most = scene.pair.baseWad(scene.pair.baseUp(need));
    }

    /// @notice Signed native base of a need that the book can deliver, or pay at `price`.
    function carried(Scene memory scene, Line memory line, uint256 need, uint256 price)
        internal
        pure
        returns (int256)
    {
        uint256 native = scene.pair.baseUp(need);
        if (line.distance() > 0) {
            return -int256(Math.min(native, scene.pair.baseDown(SignedMath.abs(line.at.held))));
        }
        uint256 dearest = scene.pair.quoteAt(native, price, Math.Rounding.Ceil);
        return int256(dearest > line.quote ? Math.mulDiv(native, line.quote, dearest) : native);
    }
}
