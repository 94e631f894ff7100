// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IVolSurface} from "gimbal/interfaces/IVolSurface.sol";
import {Smile} from "gimbal/types/Smile.sol";
import {Updaters} from "../base/Updaters.sol";
import {SurfaceFixture} from "./support/SurfaceFixture.sol";

/// @notice Who brings a surface into force.
contract VolSurfaceSignedTest is SurfaceFixture {
    function test_anyTwoOfThreeUpdatersDo() public {
        uint256[] memory keys = Updaters.keys();
        for (uint256 skipped; skipped < 3; skipped++) {
            Updaters.Update memory u = _update();
            bytes32 digest = Updaters.digest(surface, block.chainid, u);
            bytes[] memory signatures = new bytes[](2);
            uint256 count;
            for (uint256 i; i < 3; i++) {
                if (i != skipped) signatures[count++] = Updaters.signature(keys[i], digest);
            }
            _submit(u, signatures);
            skip(10 minutes);
        }
        Updaters.Update memory all = _update();
        _submit(all, Updaters.sign(surface, all, 3));
    }

    function test_oneUpdaterIsNotEnough() public {
        Updaters.Update memory u = _update();
        _refuse(
            u, Updaters.sign(surface, u, 1), abi.encodeWithSelector(IVolSurface.BelowQuorum.selector, 1, 2)
        );
        _refuse(u, new bytes[](0), abi.encodeWithSelector(IVolSurface.BelowQuorum.selector, 0, 2));
    }

    function test_nobodyCountsTwice() public {
        Updaters.Update memory u = _update();
        bytes[] memory signatures = Updaters.sign(surface, u, 2);
        signatures[1] = signatures[0];
        _refuse(u, signatures, _bad(1, Updaters.addresses()[0]));
    }

    function test_signersMustRise() public {
        Updaters.Update memory u = _update();
        bytes[] memory signatures = Updaters.sign(surface, u, 2);
        (signatures[0], signatures[1]) = (signatures[1], signatures[0]);
        _refuse(u, signatures, _bad(1, Updaters.addresses()[0]));
    }

    function test_strangersAndGarbageDoNotCount() public {
        Updaters.Update memory u = _update();
        bytes[] memory signatures = Updaters.sign(surface, u, 3);
        signatures[2] = Updaters.signature(0xBAD, Updaters.digest(surface, block.chainid, u));
        _refusePartly(u, signatures);
        signatures[2] = hex"00";
        _refuse(u, signatures, _bad(2, address(0)));
    }

    function test_anUpdateCountsOnce() public {
        Updaters.Update memory u = _update();
        bytes[] memory signatures = Updaters.sign(surface, u, 2);
        _submit(u, signatures);
        vm.warp(u.deadline);
        _refuse(u, signatures, abi.encodeWithSelector(IVolSurface.WrongNonce.selector, 2, 3));
    }

    function test_noncesHaveNoGaps() public {
        Updaters.Update memory u = _update();
        u.nonce = 3;
        bytes[] memory signatures = Updaters.sign(surface, u, 2);
        _refuse(u, signatures, abi.encodeWithSelector(IVolSurface.WrongNonce.selector, 3, 2));
    }

    function test_anUpdateExpires() public {
        Updaters.Update memory u = _update();
        bytes[] memory signatures = Updaters.sign(surface, u, 2);
        vm.warp(u.deadline + 1);
        _refuse(
            u,
            signatures,
            abi.encodeWithSelector(IVolSurface.UpdateExpired.selector, u.deadline, u.deadline + 1)
        );
        vm.warp(u.deadline);
        _submit(u, signatures);
    }

    function testFuzz_nothingSignedCanBeChanged(uint256 part) public {
        surface.setTerms(2, terms());
        Updaters.Update memory u = _update();
        bytes[] memory signatures = Updaters.sign(surface, u, 2);
        part = bound(part, 0, 9);
        if (part == 0) u.market = 2;
        if (part == 1) u.nonce++;
        if (part == 2) u.deadline++;
        if (part == 3) u.smiles[0].expiry++;
        if (part == 4) u.smiles[0].a++;
        if (part == 5) u.smiles[0].b++;
        if (part == 6) u.smiles[0].rho++;
        if (part == 7) u.smiles[0].m++;
        if (part == 8) u.smiles[0].sigma++;
        if (part == 9) u.smiles = one(u.smiles[0]);
        _refusePartly(u, signatures);
    }

    function test_signaturesOfAnotherChainOrSurfaceDoNotCount() public {
        Updaters.Update memory u = _update();
        bytes[] memory signatures = Updaters.sign(surface, u, 2);
        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        _refusePartly(u, signatures);
        vm.chainId(chain);
        _refusePartly(u, Updaters.sign(IVolSurface(address(1)), u, 2));
        _submit(u, signatures);
    }

    function test_formerUpdatersDoNotCount() public {
        Updaters.Update memory u = _update();
        bytes[] memory signatures = Updaters.sign(surface, u, 2);
        address[] memory others = new address[](1);
        others[0] = Updaters.addresses()[2];
        vm.expectEmit(address(surface));
        emit IVolSurface.UpdatersSet(others, 1);
        surface.setUpdaters(others, 1);
        _refuse(u, signatures, _bad(0, Updaters.addresses()[0]));
        (address[] memory list, uint8 quorum) = surface.updaters();
        assertEq(list, others);
        assertEq(quorum, 1);
    }

    function test_updatersRiseAndAQuorumExists() public {
        address[] memory list = Updaters.addresses();
        vm.expectRevert(abi.encodeWithSelector(IVolSurface.BadQuorum.selector, 0, 3));
        surface.setUpdaters(list, 0);
        vm.expectRevert(abi.encodeWithSelector(IVolSurface.BadQuorum.selector, 4, 3));
        surface.setUpdaters(list, 4);
        list[1] = list[0];
        vm.expectRevert(abi.encodeWithSelector(IVolSurface.UpdatersNotRising.selector, list[0], list[0]));
        surface.setUpdaters(list, 2);
        list[0] = address(0);
        vm.expectRevert(
            abi.encodeWithSelector(IVolSurface.UpdatersNotRising.selector, address(0), address(0))
        );
        surface.setUpdaters(list, 2);
    }

    function _update() private view returns (Updaters.Update memory u) {
        u = next(flats(7 days, 0.5e18, 28 days, 0.6e18));
        u.deadline += 1 hours;
    }

    function _submit(Updaters.Update memory u, bytes[] memory signatures) private {
        surface.updateSigned(u.market, u.smiles, u.nonce, u.deadline, signatures);
    }

    function _refuse(Updaters.Update memory u, bytes[] memory signatures, bytes memory reason) private {
        vm.expectRevert(reason);
        _submit(u, signatures);
    }

    /// @dev Who is recovered from a signature over something else is anybody's guess.
    function _refusePartly(Updaters.Update memory u, bytes[] memory signatures) private {
        vm.expectPartialRevert(IVolSurface.BadUpdaterSignature.selector);
        _submit(u, signatures);
    }

    function _bad(uint256 index, address signer) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IVolSurface.BadUpdaterSignature.selector, index, signer);
    }
}
