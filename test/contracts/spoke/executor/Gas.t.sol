// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {Leg, MandateBody} from "gimbal/types/Mandate.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";
import {ExecutorFixture} from "./ExecutorFixture.sol";

/// forge-config: default.isolate = true
contract SpokeGasTest is ExecutorFixture {
    function setUp() public override {
        super.setUp();
        for (uint64 book = 1; book <= 8; book++) {
            give(book, 400_000e6);
        }
    }

    /// @dev `count` strikes around spot, `total` calls sold in all.
    function strip(uint64 book, uint256 count, int128 total) internal pure returns (MandateBody memory body) {
        body = bodyOf(book, 0);
        body.legs = new Leg[](count);
        for (uint256 i; i < count; i++) {
            body.legs[i] = Leg({
                series: seriesId(MARKET, uint40(START + 30 days), uint128(3000e18 + i * 25e18), false),
                size: -total / int128(int256(count)),
                vol: 0.6e18,
                carry: 0
            });
        }
    }

    function measure(MandateBody[] memory bodies, string memory name) internal {
        IHedgeExecutor.BookCall[] memory calls = callsOf(bodies);
        int256 net;
        for (uint256 i; i < bodies.length; i++) {
            net += needOf(bodies[i]);
        }
        hedge(calls, orderOf(net / 2));
        vm.warp(block.timestamp + 60);
        net = 0;
        for (uint256 i; i < bodies.length; i++) {
            net += needOf(bodies[i]);
        }
        vm.prank(relayer);
        exec.hedge(calls, new bytes[](0), orderOf(net), uint64(block.timestamp));
        vm.snapshotGasLastCall("spoke", name);
    }

    function books(uint256 count) internal pure returns (MandateBody[] memory bodies) {
        bodies = new MandateBody[](count);
        for (uint256 i; i < count; i++) {
            bodies[i] = strip(uint64(i + 1), 1, 60e18 / int128(int256(count)) + 20e18);
        }
    }

    function series(uint256 count) internal pure returns (MandateBody[] memory bodies) {
        bodies = new MandateBody[](1);
        bodies[0] = strip(1, count, 80e18);
    }

    function test_gas_hedge_byBooks() public {
        string[4] memory names =
            ["hedge, 1 book of 1 series", "hedge, 2 books", "hedge, 4 books", "hedge, 8 books"];
        for (uint256 i; i < 4; i++) {
            uint256 before = vm.snapshotState();
            measure(books(1 << i), names[i]);
            vm.revertToState(before);
        }
    }

    function test_gas_hedge_bySeries() public {
        string[3] memory names =
            ["hedge, 1 book of 4 series", "hedge, 1 book of 8 series", "hedge, 1 book of 16 series"];
        for (uint256 i; i < 3; i++) {
            uint256 before = vm.snapshotState();
            measure(series(4 << i), names[i]);
            vm.revertToState(before);
        }
    }

    function test_gas_fill_andReport() public {
        MandateBody memory body = strip(1, 1, 80e18);
        fill(body, 1e18, 0);
        IHedgeExecutor.BookCall memory call = callOf(body);
        vm.prank(filler);
        exec.fill(call, 5e18, new bytes[](0), 0, uint64(block.timestamp));
        vm.snapshotGasLastCall("spoke", "fill, 1 book of 1 series");
        vault.report();
        fill(body, 5e18, 0);
        vault.report();
        vm.snapshotGasLastCall("spoke", "report, 1 book changed");
        for (uint64 book = 1; book <= 8; book++) {
            give(book, 500_000e6);
        }
        vault.report();
        vm.snapshotGasLastCall("spoke", "report, 8 books changed");
    }
}
