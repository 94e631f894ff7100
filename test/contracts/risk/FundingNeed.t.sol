// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {MarginModel} from "gimbal/risk/MarginModel.sol";
import {FundingNeed} from "gimbal/risk/margin/FundingNeed.sol";
import {TargetGrid} from "gimbal/risk/margin/TargetGrid.sol";
import {Portfolio} from "gimbal/types/Margin.sol";
import {Leg} from "gimbal/types/Mandate.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";

/// @notice The walk of DESIGN, "Why so": short 100 calls K 3000 with 250k of cash. It names neither vol nor expiry; vol 0.6
/// and 21 days give its figures, with the premium of 17.2k on top of the deposit.
contract FundingNeedTest is Test {
    uint256 private constant NOW = 1_800_000_000;
    int256 private constant CASH = 250_000e18 + 17_200e18;

    MarginModel private model = new MarginModel();

    function test_aShortCallBookRunsOutOfCash() public view {
        // Cash left after hedging all the way up, in 17 steps: -15k at +20 %, -47k at +40 %.
        assertApproxEqAbs(CASH - int256(_need(0.2e18, 0)), -15_000e18, 3_000e18);
        assertApproxEqAbs(CASH - int256(_need(0.4e18, 0)), -47_000e18, 5_000e18);
    }

    function test_inventoryIsWorthItsPriceAtSpot() public view {
        uint256 fromNothing = _need(0.16e18, 0);
        assertApproxEqAbs(fromNothing - _need(0.16e18, 50e18), 150_000e18, 1e6);
        assertEq(_need(0.16e18, 1000e18), 0, "what is too much is sold, not bought");
    }

    function test_eachStepTakesTheWorsePrice() public pure {
        TargetGrid.Grid memory grid = _flat(10e18);
        grid.targets[9] = 12e18;
        grid.targets[10] = 11e18;
        // 10 at 100, 2 at 102 going up; then 1 sold at 102, not at 104.
        assertEq(FundingNeed.walk(grid, 0), 1000e18 + 204e18);
        grid.targets[11] = 20e18;
        grid.targets[12] = 20e18;
        assertEq(FundingNeed.walk(grid, 0), 1000e18 + 204e18 - 102e18 + 9 * 106e18);
    }

    function test_aFallThatBuysCountsToo() public pure {
        TargetGrid.Grid memory grid = _flat(10e18);
        grid.targets[7] = 13e18;
        assertEq(FundingNeed.walk(grid, 10e18), 300e18, "3 at 100, before the price fell to 98");
    }

    /// @dev Spots 84, 86 ... 116 around 100.
    function _flat(int256 target) private pure returns (TargetGrid.Grid memory grid) {
        grid.spots = new uint256[](17);
        grid.targets = new int256[](17);
        for (uint256 i; i < 17; i++) {
            grid.spots[i] = (84 + 2 * i) * 1e18;
            grid.targets[i] = target;
        }
    }

    function _need(uint256 range, int256 base) private view returns (uint256) {
        Portfolio memory p;
        p.spot = 3000e18;
        p.time = NOW;
        p.legs = new Leg[](1);
        p.weights = new uint256[](1);
        p.weights[0] = 1e18;
        p.legs[0] = Leg(seriesId(1, uint40(NOW + 21 days), 3000e18, false), -100e18, 0.6e18, 0);
        TargetGrid.Grid memory grid;
        (grid.spots, grid.targets) = model.targets(p, range);
        return FundingNeed.walk(grid, base);
    }
}
