// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";
import {ISettlement} from "gimbal/interfaces/ISettlement.sol";
import {SettlementFixture} from "./support/SettlementFixture.sol";

contract SettlementTest is SettlementFixture {
    function test_theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() public {
        for (uint16 i = 1; i <= INSTANTS; i++) {
            store(i, (3000 + uint256(i) * 7 % 11) * 1e18);
        }
        vm.expectEmit(address(settler));
        emit ISettlement.PriceSettled(MARKET, EXPIRY, 3005.5e18, INSTANTS, false);
        assertEq(settler.finalise(MARKET, EXPIRY), 3005.5e18);
        (uint256 price, bool settled) = settler.priceOf(MARKET, EXPIRY);
        assertEq(price, 3005.5e18);
        assertTrue(settled);
    }

    function test_anInstantIsStoredAsSoonAsItHasPassed() public {
        vm.warp(instantAt(3) - 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotYet.selector, instantAt(3), instantAt(3) - 1));
        settler.storeInstant(MARKET, EXPIRY, 3, 1, 1);
        vm.warp(instantAt(3));
        oracle.push(instantAt(3), 3000e18);
        vm.expectEmit(address(settler));
        emit ISettlement.InstantRecorded(MARKET, EXPIRY, 3, instantAt(3), 3000e18, false);
        settler.storeInstant(MARKET, EXPIRY, 3, 1, 1);
        assertEq(settler.instantsOf(MARKET, EXPIRY)[2], 3000e18);
        assertEq(settler.instantsOf(MARKET, EXPIRY)[3], 0);
    }

    function test_onlyTheInstantsOfTheWindowExist() public {
        vm.expectRevert(abi.encodeWithSelector(ISettlement.UnknownInstant.selector, 0, INSTANTS));
        settler.storeInstant(MARKET, EXPIRY, 0, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.UnknownInstant.selector, INSTANTS + 1, INSTANTS));
        settler.storeInstant(MARKET, EXPIRY, INSTANTS + 1, 1, 1);
    }

    function test_aWrongRoundStoresNothing() public {
        vm.expectRevert(
            abi.encodeWithSelector(IOracleRouter.RoundNotAround.selector, address(oracle), 5, instantAt(1))
        );
        settler.storeInstant(MARKET, EXPIRY, 1, 5, 5);
    }

    function test_P20_anInstantIsStoredOnce() public {
        store(1, 3000e18);
        oracle.push(instantAt(1), 9000e18);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.InstantStored.selector, 1));
        settler.storeInstant(MARKET, EXPIRY, 1, 1, 1);
    }

    function test_P20_aPriceIsSettledOnce() public {
        settleAt(3000e18);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.AlreadySettled.selector, MARKET, EXPIRY));
        settler.finalise(MARKET, EXPIRY);
        oracle.push(instantAt(1), 9000e18);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.AlreadySettled.selector, MARKET, EXPIRY));
        settler.storeInstant(MARKET, EXPIRY, 1, 1, 1);
    }

    function test_aVoteOnTheWindowMovesNoKnownInstant() public {
        store(1, 3000e18);
        terms(20);
        store(2, 3010e18);
        assertEq(settler.instantsOf(MARKET, EXPIRY).length, INSTANTS);
    }

    function test_theSecondSourceServesAfterTheGraceAndGivesChange() public {
        bytes[] memory updates = new bytes[](1);
        oracle.pull(instantAt(4), 2990e18);
        vm.deal(address(this), 100);
        vm.warp(EXPIRY + GRACE);
        vm.expectRevert(
            abi.encodeWithSelector(ISettlement.NotYet.selector, EXPIRY + GRACE + 1, EXPIRY + GRACE)
        );
        settler.storeInstantPull{value: 100}(MARKET, EXPIRY, 4, updates);
        vm.warp(EXPIRY + GRACE + 1);
        vm.expectEmit(address(settler));
        emit ISettlement.InstantRecorded(MARKET, EXPIRY, 4, instantAt(4), 2990e18, true);
        settler.storeInstantPull{value: 100}(MARKET, EXPIRY, 4, updates);
        assertEq(address(this).balance, 97);
        assertEq(address(settler).balance, 0);
        assertEq(oracle.lastWindow(), WINDOW / INSTANTS);
    }

    function test_onlyTheOracleSendsMoney() public {
        vm.deal(address(this), 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotTheOracle.selector, address(this)));
        (bool refused,) = address(settler).call{value: 1}("");
        assertTrue(refused, "expectRevert reports the revert as success");
    }

    /// @notice Nobody called for a week: half of the instants are enough, in any order.
    function test_halfOfTheInstantsSettleAfterTheWait() public {
        vm.warp(EXPIRY + 7 days);
        for (uint16 i = 2; i <= 10; i += 2) {
            if (i == 10) {
                vm.expectRevert(abi.encodeWithSelector(ISettlement.TooFewInstants.selector, 4, 5));
                settler.finalise(MARKET, EXPIRY);
            }
            store(i, (3000 + uint256(i)) * 1e18);
        }
        vm.warp(EXPIRY + 7 days + GRACE);
        assertEq(settler.finalise(MARKET, EXPIRY), 3006e18);
    }

    /// @notice Nobody called for a week, then somebody stores the half that suits him: the others have a grace to add theirs.
    function test_nobodySettlesByTheInstantsHeChose() public {
        uint256 now_ = EXPIRY + 7 days;
        vm.warp(now_);
        for (uint16 i = 1; i <= 5; i++) {
            store(i, (3000 - uint256(i)) * 1e18);
        }
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotYet.selector, now_ + GRACE, now_));
        settler.finalise(MARKET, EXPIRY);

        vm.warp(now_ + GRACE - 1);
        for (uint16 i = 6; i <= INSTANTS; i++) {
            store(i, 3100e18);
        }
        assertEq(settler.finalise(MARKET, EXPIRY), (2999e18 + 3100e18) / 2);
    }

    function test_withFewerThanAllItWaitsTwiceTheGrace() public {
        for (uint16 i = 1; i < INSTANTS; i++) {
            store(i, 3000e18);
        }
        uint256 end = EXPIRY + 2 * uint256(GRACE);
        vm.warp(end - 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotYet.selector, end, end - 1));
        settler.finalise(MARKET, EXPIRY);
        vm.warp(end);
        settler.finalise(MARKET, EXPIRY);
    }

    function testFuzz_theMedianIsTheMiddleOfWhatIsStored(uint256[10] memory prices, uint16 missing) public {
        uint256 below;
        uint256 above;
        uint256 stored;
        for (uint16 i = 1; i <= INSTANTS; i++) {
            if (missing >> i & 1 == 1 && stored + INSTANTS - i >= 5) continue;
            prices[i - 1] = bound(prices[i - 1], 1, 1e30);
            store(i, prices[i - 1]);
            stored++;
        }
        vm.warp(EXPIRY + 1 days);
        uint256 median = settler.finalise(MARKET, EXPIRY);
        uint256[] memory kept = settler.instantsOf(MARKET, EXPIRY);
        for (uint256 i; i < INSTANTS; i++) {
            if (kept[i] == 0) continue;
            if (kept[i] <= median) below++;
            if (kept[i] >= median) above++;
        }
        assertGe(2 * below, stored);
        assertGe(2 * above, stored);
    }

    receive() external payable {}
}
