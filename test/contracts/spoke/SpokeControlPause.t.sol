// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ISpokeControl} from "gimbal/interfaces/ISpokeControl.sol";
import {Kind} from "gimbal/types/Message.sol";
import {SpokeControlFixture} from "./SpokeControlFixture.sol";

contract SpokeControlPauseTest is SpokeControlFixture {
    function setUp() public override {
        super.setUp();
        accept(config(1));
    }

    function _expectRefusal(bytes memory reason, uint64 counter, uint32 duration) private {
        vm.expectRevert(reason);
        control.onControl(HUB, Kind.PAUSE, counter, abi.encode(duration));
    }

    function test_P7_aPauseEnds() public {
        pause(uint64(START), 10 minutes);
        assertTrue(control.isPaused());
        assertEq(control.pausedUntil(), START + 10 minutes);
        vm.warp(START + 10 minutes);
        assertFalse(control.isPaused());
    }

    function test_P7_aPauseIsShort() public {
        bytes memory tooLong = abi.encodeWithSelector(ISpokeControl.PauseTooLong.selector, 901, 900);
        _expectRefusal(tooLong, uint64(START), 901);
        _expectRefusal(abi.encodeWithSelector(ISpokeControl.PauseTooLong.selector, 0, 900), uint64(START), 0);
    }

    function test_P7_atMostOnceADay() public {
        pause(uint64(START), 60);
        vm.warp(START + 1 days - 1);
        _expectRefusal(
            abi.encodeWithSelector(ISpokeControl.PauseTooSoon.selector, 1 days - 1, 1 days),
            uint64(block.timestamp),
            60
        );
        vm.warp(START + 1 days);
        pause(uint64(block.timestamp), 60);
        assertTrue(control.isPaused());
    }

    function test_P7_aMonthHoldsItsShareOnly() public {
        for (uint256 i; i < 4; i++) {
            vm.warp(START + i * 1 days);
            pause(uint64(block.timestamp), 15 minutes);
        }
        vm.warp(START + 4 days);
        _expectRefusal(
            abi.encodeWithSelector(ISpokeControl.PauseShareSpent.selector, 3601, 3600),
            uint64(block.timestamp),
            1
        );
        vm.warp(START + 32 days);
        pause(uint64(block.timestamp), 15 minutes);
        assertTrue(control.isPaused());
    }

    /// forge-config: default.fuzz.runs = 32
    function testFuzz_P7_noThirtyDaysExceedTheShare(uint256 seed) public {
        uint256[] memory starts = new uint256[](120);
        uint256[] memory lengths = new uint256[](120);
        uint256 n;
        for (uint256 i; i < 120; i++) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            vm.warp(block.timestamp + draw % 2 days);
            uint32 duration = uint32((draw >> 64) % 900) + 1;
            try control.onControl(HUB, Kind.PAUSE, uint64(block.timestamp), abi.encode(duration)) {
                (starts[n], lengths[n]) = (block.timestamp, duration);
                n++;
            } catch {}
        }
        assertGt(n, 4);
        for (uint256 i; i < n; i++) {
            uint256 sum;
            for (uint256 j = i; j < n && starts[j] < starts[i] + 30 days; j++) {
                sum += lengths[j];
            }
            assertLe(sum, 1 hours);
        }
    }

    function test_P7_aForgedCounterCannotUseUpTheCounter() public {
        _expectRefusal(
            abi.encodeWithSelector(ISpokeControl.PauseCounter.selector, type(uint64).max, uint64(0)),
            type(uint64).max,
            60
        );
        pause(uint64(START + 1 hours), 60);
        vm.warp(START + 1 days);
        pause(uint64(block.timestamp), 60);
        assertTrue(control.isPaused());
    }

    function test_P7_anOldPauseDoesNotReturn() public {
        pause(uint64(START), 60);
        vm.warp(START + 2 days);
        _expectRefusal(
            abi.encodeWithSelector(ISpokeControl.PauseCounter.selector, uint64(START), uint64(START)),
            uint64(START),
            60
        );
    }

    function test_P7_beforeAnyConfigNothingPauses() public {
        SpokeControlFixture.setUp();
        _expectRefusal(abi.encodeWithSelector(ISpokeControl.PauseTooLong.selector, 60, 0), uint64(START), 60);
    }
}
