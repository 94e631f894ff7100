// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IHedgeExecutor} from "../interfaces/IHedgeExecutor.sol";
import {Scene, Line} from "./Scene.sol";

/// @title What a trade did to a book, and whether it may have
library StateAfter {
    function describe(Scene memory scene, Line memory line)
        internal
        view
        returns (IHedgeExecutor.Execution memory done)
    {
        done.market = scene.config.market;
        done.time = uint64(block.timestamp);
        done.price = scene.price;
        done.before = line.at.held;
        done.target = line.at.target;
        done.outer = line.at.outer;
        done.inner = line.at.inner;
        done.base = _like(scene.pair.baseWad(SignedMath.abs(line.base)), line.base);
        done.quote = _like(scene.pair.quoteWad(SignedMath.abs(line.got)), line.got);
        done.afterwards = line.at.held + done.base;
        done.cost = -done.quote - done.base * int256(scene.price) / 1e18;
        done.venueRoot = scene.venueRoot;
        done.configDigest = scene.configDigest;
    }

    /// @notice P1: nearer to the target, not past the inner band and not across the target by more than one lot.
    function check(Scene memory scene, Line memory line, int256 base) internal pure {
        int256 y = line.distance();
        int256 left = y + base;
        uint256 lot = scene.config.lot;
        bool crossed = left != 0 && (left > 0) != (y > 0);
        if ((crossed && SignedMath.abs(left) > lot) || SignedMath.abs(base) > line.most) {
            revert IHedgeExecutor.Overshoot(line.book, left, lot);
        }
        if (SignedMath.abs(left) >= SignedMath.abs(y)) revert IHedgeExecutor.NotNearer(line.book, y, left);
    }

    function _like(uint256 value, int256 sign) private pure returns (int256) {
        return sign < 0 ? -int256(value) : int256(value);
    }
}
