// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IMarginEngine} from "gimbal/interfaces/IMarginEngine.sol";
import {HedgeBands} from "gimbal/pricing/HedgeBands.sol";
import {HedgeBand} from "gimbal/types/Config.sol";
import {MarginFixture} from "./support/MarginFixture.sol";
import {Presets} from "./support/Presets.sol";

/// @notice What A, lambda and k mean for one book: short 100 calls K 3000, hedged, S = 3000, vol 0.6.
contract WorkedExampleTest is MarginFixture {
    function test_shortCallsOfFourteenDaysAtTheMoney() public {
        (IMarginEngine.Assessment memory a, uint256 outer, uint256 inner) = band(3000e18, 14 days, 52.34e18);
        // Worst: a damped tail upwards. 900 of it is the short charge.
        assertApproxEqAbs(a.requirement, 20_327.4e18, 0.1e18);
        assertApproxEqAbs(a.gamma, -0.112972e18, 1e12);
        assertApproxEqAbs(outer, 7.1e18, 0.1e18);
        assertApproxEqAbs(inner, 3.2e18, 0.1e18);
    }

    /// @notice Over the life of such a book, moved by up to 10 %, the band stays within 2 to 14 of its hundred options.
    function test_theBandStaysBetweenTwoAndFourteen() public {
        uint256[3] memory spots = [uint256(2700e18), 3000e18, 3300e18];
        int256[3] memory hedges = [int256(25e18), 53e18, 80e18];
        for (uint256 i; i < 3; i++) {
            for (uint256 days_ = 7; days_ <= 28; days_ += 7) {
                (, uint256 outer, uint256 inner) = band(spots[i], days_ * 1 days, hedges[i]);
                assertGt(outer, 2e18);
                assertLt(outer, 14e18);
                assertLt(inner, outer);
            }
        }
    }

    function band(uint256 spot, uint256 left, int256 base)
        private
        returns (IMarginEngine.Assessment memory a, uint256 outer, uint256 inner)
    {
        delete held;
        holds(-100e18, 3000e18, left, false);
        mark(spot);
        account(300_000e6, true);
        claimed(100_000e6, base, 0, 0);
        a = engine.assess(BOOK);
        HedgeBand memory terms = Presets.band();
        uint256 riskAversion = uint256(terms.riskAversion) * 1e18 / a.requirement;
        (outer, inner) = HedgeBands.band(
            terms,
            riskAversion,
            uint256(-a.gamma),
            spot,
            engine.targetRange(BOOK),
            uint256(0.36e18) * left / 365 days
        );
    }
}
