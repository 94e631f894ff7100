// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";
import {OracleRouter} from "gimbal/pricing/OracleRouter.sol";
import {OracleFixture} from "./support/OracleFixture.sol";

contract OracleRouterAccessTest is OracleFixture {
    address private constant STRANGER = address(0xBEEF);

    function test_settersEmitTheResultingState() public {
        vm.expectEmit(address(router));
        emit IOracleRouter.SourcesSet(7, sources());
        router.setSources(7, sources());
        vm.expectEmit(address(router));
        emit IOracleRouter.TermsSet(7, terms());
        router.setTerms(7, terms());
        assertEq(abi.encode(router.sourcesOf(7)), abi.encode(sources()));
        assertEq(abi.encode(router.termsOf(7)), abi.encode(terms()));
    }

    function test_strangersSetAndUpgradeNothing() public {
        vm.startPrank(STRANGER);
        bytes memory refused =
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, STRANGER);
        vm.expectRevert(refused);
        router.setSources(MARKET, sources());
        vm.expectRevert(refused);
        router.setTerms(MARKET, terms());
        address next = address(new OracleRouter());
        vm.expectRevert(refused);
        router.upgradeToAndCall(next, "");
    }

    function test_nobodyInitialisesTwice() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        router.initialize(STRANGER);
        OracleRouter bare = new OracleRouter();
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        bare.initialize(STRANGER);
    }
}
